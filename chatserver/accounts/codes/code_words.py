"""The text that a code is sent in: short, with the digits first, so that a locked phone shows them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from chatserver.accounts.codes.codes import LIFE
from chatserver.accounts.senders import Message
from sessions.models import Channel
from sessions.notifications.reminder_words import put_in
from sessions.platform.text.digits import digits as in_digits

SORT = "code"
SMS = (
    "{code} is your code for Councillor Live Chat. It is valid for {minutes} minutes. Don't share it."
    "\n\n@{host} #{code}"
)
"""The text of a code, in English for everybody: in Bengali letters an SMS has room for less than half. The last line
lets browsers fill the code in on this website and on no other (WICG, origin-bound one-time codes)."""


def compose_code(digits: str, *, channel: str, address: str, language: str) -> Message:
    """The message, in the words of the gateway's template named "code" where it has one, else in ours."""
    host = urlsplit(settings.ALLOWED_ORIGINS[0]).hostname or ""
    minutes = int(LIFE.total_seconds()) // 60
    fields = {"code": digits, "minutes": str(minutes), "host": host}
    if channel == Channel.SMS:
        return Message(to=address, subject="", text=put_in(SMS, fields), language=language, sort=SORT, fields=fields)
    with override(language):
        shown_minutes = in_digits(minutes)
        subject = _("{code} is your code for Councillor Live Chat")
        text = _(
            "{code} is your code for signing in to Councillor Live Chat. It is valid for {minutes} minutes and works "
            "once."
            "\n\nDon’t share it with anybody. If you did not ask for it, you can ignore this message."
        )
    return Message(
        to=address,
        subject=put_in(subject, fields),
        text=put_in(text, {**fields, "minutes": shown_minutes}),
        language=language,
        sort=SORT,
        fields=fields,
    )
