"""Sends by e-mail, through Django's mail, with a header for one-click unsubscribing (RFC 8058)."""

import smtplib
from contextlib import suppress
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers

from chatserver.accounts.senders.message import Message, NotAccepted, PerhapsSent

PERMANENT = 500


class EmailSender:
    def send(self, message: Message) -> None:
        """Send the message in SMTP's order.

        An error before the body was sent is a failure; after it, only the server's refusal is.
        """
        connection = mailers.default
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise NotAccepted("no mail server", may_retry=True) from error
        try:
            connection.send_messages([_as_email(message)])
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(max(code for code, _words in error.recipients.values())) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code) from error
        except ValueError as error:
            raise NotAccepted("bad address", may_retry=False) from error
        except (OSError, smtplib.SMTPException) as error:
            raise PerhapsSent("connection lost") from error
        finally:
            with suppress(OSError, smtplib.SMTPException):  # it is sent, or has failed already
                connection.close()


def _as_email(message: Message) -> EmailMultiAlternatives:
    headers: dict[str, Any] = {"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=_website())}
    if message.stop_link:
        headers["List-Unsubscribe"] = f"<{message.stop_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if message.list_id:
        headers["List-Id"] = f"<{message.list_id}>"
    email = EmailMultiAlternatives(
        message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


def _website() -> str | None:
    """The website's host, for the ids of messages; the machine's own name is often localhost, which filters punish."""
    return urlsplit(settings.ALLOWED_ORIGINS[0]).hostname


def _refused(code: int) -> NotAccepted:
    return NotAccepted(f"refused with {code}", may_retry=code < PERMANENT)
