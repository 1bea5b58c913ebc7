"""Deliver what the domain has put into the outbox: each message once, by the sender of its channel."""

import logging

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from chatserver.accounts.contact import Contact
from chatserver.accounts.contacts import contact_of
from chatserver.accounts.senders import Message, NotAccepted, Unsure, find_sender
from chatserver.faults import log_fault
from sessions import outbox
from sessions.models import Channel, ReminderRound
from sessions.reminder_words import SUBJECTS, TEXTS, fields_of, put_in, sort_of

logger = logging.getLogger(__name__)


def deliver_next() -> bool:
    """Send the next message that is due; False where there is none.

    Nothing that surely failed is lost, and nothing that may have gone out is sent again.
    """
    claimed = outbox.claim_next()
    if claimed is None:
        return False
    try:
        _send(claimed)
    except NotAccepted as failure:
        outbox.note_failed(claimed, reason=failure.reason, may_retry=failure.may_retry)
    except Unsure as doubt:
        outbox.note_unsure(claimed, reason=doubt.reason)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others are told
        log_fault(logger, "A reminder failed on its way; it is not sent again.", error)
        outbox.note_unsure(claimed, reason="fault")
    else:
        outbox.note_sent(claimed)
    return True


def compose(told: ReminderRound, contact: Contact, *, language: str) -> Message:
    """The message in the person's language, with the link to the chat and the one by which no more of them come."""
    with override(language):
        stop_link = _full(reverse("stop_reminders", args=[contact.stop_code]))
        sort, fields = sort_of(told), fields_of(told, link=_link_of(told))
        stopping = _("No more of these: {link}").replace("{link}", stop_link)
        gap = "\n\n" if contact.channel == Channel.EMAIL else " "
        return Message(
            to=contact.address,
            subject=put_in(str(SUBJECTS[sort]), fields),
            text=put_in(str(TEXTS[sort]), fields) + gap + stopping,
            language=language,
            sort=sort,
            fields=fields,
            stop_link=stop_link,
        )


def _send(claimed: outbox.Claimed) -> None:
    """Raises NotAccepted or Unsure."""
    sender, contact = find_sender(claimed.channel), contact_of(claimed.person, claimed.channel)
    if sender is None:
        raise NotAccepted("no sender", may_retry=False)
    if contact is None:
        raise NotAccepted("no address", may_retry=False)
    sender.send(compose(claimed.told, contact, language=claimed.person.language))


def _link_of(told: ReminderRound) -> str:
    """To the room, which has a page from the announcement on; before that, to the ward."""
    chat_session = told.chat_session
    if chat_session.announced_at is None:
        return _full(reverse("ward", args=[chat_session.ward.number]))
    return _full(reverse("room", args=[chat_session.pk]))


def _full(path: str) -> str:
    return f"{settings.ALLOWED_ORIGINS[0]}{path}"
