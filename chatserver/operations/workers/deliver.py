"""Delivers the messages in the outbox: each once, by the sender of its channel."""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from chatserver.accounts.contacts.contacts import contacts_of
from chatserver.accounts.models import Contact, MatterContact
from chatserver.accounts.senders import Message, NotAccepted, PerhapsSent, Sender, find_sender
from chatserver.accounts.senders.outcomes import send_and_count
from chatserver.monitoring.faults import log_fault
from chatserver.operations.workers.digest_messages import DigestMessages
from chatserver.operations.workers.push import push
from sessions.city.people.subscriptions import following_without_account
from sessions.models import Channel, ReminderKind, ReminderRound
from sessions.notifications import outbox
from sessions.notifications.reminder_links import path_of_reminder
from sessions.notifications.reminder_words import REMINDER_TEXTS, SUBJECTS, fields_of_reminder, put_in, sort_of
from sessions.platform.database.release import release_connection
from sessions.platform.text.absolute_addresses import address_in_messages

logger = logging.getLogger(__name__)

type Contacts = Mapping[int | None, Contact | MatterContact]


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A claimed row of the outbox, its composed message, and the sender for it."""

    claimed: outbox.ClaimedReminder
    sender: Sender
    message: Message


def deliver_batch(channel: Channel) -> int:
    """Send the next due messages of a channel in parallel; answers how many there were.

    A message that surely failed is not lost, and one that may have been sent is not sent again. Only the sending
    itself runs in other threads.
    """
    claimed = outbox.claim_some(channel, at_most=settings.DELIVER_AT_ONCE)
    if channel == Channel.PUSH:
        push(claimed)
        return len(claimed)
    contacts, digests = _contacts_for(claimed, channel), DigestMessages()
    composed = (_compose_or_fail(one, contacts, digests) for one in claimed)
    messages = [message for message in composed if message is not None]
    if messages:
        release_connection()
        with ThreadPoolExecutor(len(messages), thread_name_prefix=f"delivery-{channel}") as pool:
            failures = list(pool.map(_try_to_send, messages))
        _note_all(messages, failures)
    return len(claimed)


def _contacts_for(claimed: Sequence[outbox.ClaimedReminder], channel: Channel) -> Contacts:
    """The contacts, by person; under None, that of a person without an account. All are of one round."""
    people = [one.person.pk for one in claimed if one.person is not None]
    contacts: dict[int | None, Contact | MatterContact] = dict(contacts_of(people, channel).items())
    without_account = next((one for one in claimed if one.person is None), None)
    contact = _contact_without_account(without_account, channel) if without_account is not None else None
    return contacts | {None: contact} if contact is not None else contacts


def _contact_without_account(claimed: outbox.ClaimedReminder, channel: Channel) -> MatterContact | None:
    """Where the clerk has put the number right since the claim, news goes there; a receipt goes nowhere.

    It is void since then, and the valid one is on its way.
    """
    following_id = claimed.following_id
    if claimed.told.kind != ReminderKind.RECEIPT:
        following = following_without_account(claimed.told)
        following_id = following.pk if following is not None else None
    rows = MatterContact.objects.select_related("following")
    return rows.filter(following=following_id, following__channel=channel).first()


def _compose_or_fail(
    claimed: outbox.ClaimedReminder, contacts: Contacts, digests: DigestMessages
) -> ClaimedMessage | None:
    person = claimed.person
    sender, contact = find_sender(claimed.channel), contacts.get(person.pk if person is not None else None)
    if sender is None or contact is None:
        reason = "no sender" if sender is None else "no address"
        outbox.note_failed(claimed, reason=reason, may_retry=False)
        return None
    if isinstance(contact, MatterContact):
        message = compose_reminder(claimed.told, contact, language=contact.language)
    else:
        assert person is not None, "an address of an account is that of a person"
        write = digests.compose if claimed.told.kind == ReminderKind.DIGEST else compose_reminder
        message = write(claimed.told, contact, language=person.language)
    return ClaimedMessage(claimed, sender, message)


def _try_to_send(message: ClaimedMessage) -> Exception | None:
    try:
        send_and_count(message.sender, message.message, channel=message.claimed.channel, purpose="reminder")
    except Exception as error:  # noqa: BLE001 -- handed on: it is what became of this one
        return error
    return None


def _note_all(messages: Sequence[ClaimedMessage], failures: Sequence[Exception | None]) -> None:
    told = list(zip((message.claimed for message in messages), failures, strict=True))
    outbox.note_sent([claimed for claimed, failure in told if failure is None])
    for claimed, failure in told:
        match failure:
            case None:
                pass
            case NotAccepted():
                outbox.note_failed(claimed, reason=failure.reason, may_retry=failure.may_retry)
            case PerhapsSent():
                outbox.note_unsure(claimed, reason=failure.reason)
            case _:
                log_fault(logger, "Sending a reminder failed; it will not be sent again.", failure)
                outbox.note_unsure(claimed, reason="fault")


def compose_reminder(told: ReminderRound, contact: Contact | MatterContact, *, language: str) -> Message:
    """The message in the person's language, with the link to the chat and the link that stops reminders."""
    with override(language):
        stop_link = address_in_messages(reverse("stop_reminders", args=[contact.stop_code]))
        link = address_in_messages(path_of_reminder(told, has_account=isinstance(contact, Contact)))
        sort, fields = sort_of(told), fields_of_reminder(told, link=link)
        stopping = _("To stop these messages: {link}").replace("{link}", stop_link)
        gap = "\n\n" if contact.channel == Channel.EMAIL else " "
        return Message(
            to=contact.address,
            subject=put_in(str(SUBJECTS[sort]), fields),
            text=put_in(str(REMINDER_TEXTS[sort]), fields) + gap + stopping,
            language=language,
            sort=sort,
            fields=fields,
            stop_link=stop_link,
        )
