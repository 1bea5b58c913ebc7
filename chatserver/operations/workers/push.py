"""Sends claimed messages to all browsers of their people, and notes what became of each.

A message is sent once it is accepted for one browser. Where another browser's push service fails, the message is
repeated for that one: its Topic and its tag make one notification of what arrives twice.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from chatserver.accounts.limits.rate_limits import DAY_S
from chatserver.accounts.models import PushSubscription
from chatserver.accounts.push_subscriptions.offering import key_file
from chatserver.accounts.push_subscriptions.stopped import Stopped, stopped_services
from chatserver.accounts.senders import is_served
from chatserver.monitoring.faults import log_fault
from chatserver.push.answers import PushAnswer, PushOutcome
from chatserver.push.base64url import write_base64url
from chatserver.push.client import PushClient, PushMessage, client_for
from chatserver.push.encryption import BrowserKeys
from chatserver.push.endpoints import service_of
from chatserver.push.keys import BadKeyFile
from chatserver.push.payload import make_payload
from sessions.models import Channel, ReminderKind, ReminderRound, ReminderState
from sessions.notifications import outbox
from sessions.platform.database.release import release_connection
from sessions.platform.text.absolute_addresses import address_in_messages

logger = logging.getLogger(__name__)

SHORTEST_TTL_S = 60
LASTS: dict[str, tuple[str, int]] = {
    ReminderKind.HOUR: ("high", 3600),
    ReminderKind.TAKEN: ("high", 900),
    ReminderKind.WEEK: ("low", DAY_S),
}
"""Urgency (RFC 8030) and seconds for which a push service keeps the message; for the other kinds, normal and a day."""


@dataclass(frozen=True, slots=True)
class PushDelivery:
    """One message for one browser, and what became of it before it was sent, if anything."""

    claimed: outbox.ClaimedReminder
    browser: PushSubscription
    known: PushAnswer | None = None
    message: PushMessage | None = None


def push(claimed: Collection[outbox.ClaimedReminder]) -> None:
    """Send the notifications. Only the sending itself runs in other threads."""
    deliveries = _deliveries_of(claimed) if is_served(Channel.PUSH) else []
    sent = list(zip(deliveries, _send_all(deliveries), strict=True))
    _note_browsers(sent)
    answers: defaultdict[int, list[PushAnswer]] = defaultdict(list)
    for delivery, answer in sent:
        answers[delivery.claimed.reminder_id].append(answer)
    for one in claimed:
        _note_message(one, answers[one.reminder_id])


def _deliveries_of(claimed: Collection[outbox.ClaimedReminder]) -> list[PushDelivery]:
    stopped = stopped_services(timezone.now())
    browsers: defaultdict[int, list[PushSubscription]] = defaultdict(list)
    for browser in PushSubscription.objects.filter(person__in={_person_of(one) for one in claimed}):
        browsers[browser.person_id].append(browser)
    return [_prepare(one, browser, stopped) for one in claimed for browser in browsers[_person_of(one)]]


def _person_of(one: outbox.ClaimedReminder) -> int:
    assert one.person is not None, "only an account has browsers"
    return one.person.pk


def _prepare(one: outbox.ClaimedReminder, browser: PushSubscription, stopped: Collection[Stopped]) -> PushDelivery:
    if browser.last_reminder == one.reminder_id:
        return PushDelivery(one, browser, known=PushAnswer(PushOutcome.ACCEPTED))
    try:
        key = key_file().find(browser.vapid_key_id)
    except BadKeyFile:
        return PushDelivery(one, browser, known=PushAnswer(PushOutcome.LATER, "bad key file"))  # /readyz says so
    if key is None:
        return PushDelivery(
            one, browser, known=PushAnswer(PushOutcome.REJECTED, "key lost")
        )  # renewed at the next visit
    if service_of(browser.endpoint, settings.PUSH_SERVICES) is None:
        return PushDelivery(one, browser, known=PushAnswer(PushOutcome.REJECTED, "unknown service"))
    if (browser.service, browser.vapid_key_id) in stopped:
        return PushDelivery(one, browser, known=PushAnswer(PushOutcome.REJECTED, "service stopped"))
    topic = push_topic_of(browser.person_id, one.told)
    navigate = address_in_messages(reverse("news", args=[one.news_code]))
    urgency, ttl_s = LASTS.get(one.told.kind, ("normal", DAY_S))
    left_s = int((one.told.keep_until - timezone.now()).total_seconds())
    message = PushMessage(
        endpoint=browser.endpoint,
        keys=BrowserKeys(bytes(browser.p256dh), bytes(browser.auth)),
        key=key,
        payload=make_payload(language=browser.language, navigate=navigate, tag=topic),
        topic=topic,
        ttl_s=max(min(ttl_s, left_s), SHORTEST_TTL_S),
        urgency=urgency,
    )
    return PushDelivery(one, browser, message=message)


def push_topic_of(person_id: int, told: ReminderRound) -> str:
    """24 characters that say nothing: the same for all news of one question, complaint or promise, for all dates of one
    chat, and for what one office has to do."""
    about = f"question {told.question_id}" if told.question_id else f"chat {told.chat_session_id} {told.due_on or ''}"
    if told.chat_session_id is None:
        about = f"promise {told.promise_id}" if told.promise_id else f"ward {told.ward_id} {told.kind}"
    if told.matter_id is not None:
        about = f"matter {told.matter_id}"
    digest = salted_hmac("chatserver.push.topic", f"{person_id} {about}", algorithm="sha256").digest()
    return write_base64url(digest[:18])


def _send_all(deliveries: Sequence[PushDelivery]) -> list[PushAnswer]:
    if not deliveries:
        return []
    client = client_for(settings.PUSH_CONTACT)
    release_connection()
    threads = min(len(deliveries), settings.DELIVER_AT_ONCE)
    with ThreadPoolExecutor(threads, thread_name_prefix="delivery-push") as pool:
        return list(pool.map(lambda delivery: _send(client, delivery), deliveries))


def _send(client: PushClient, delivery: PushDelivery) -> PushAnswer:
    if delivery.message is None:
        assert delivery.known is not None
        return delivery.known
    try:
        return client.send(delivery.message)
    except Exception as error:  # noqa: BLE001 -- of this one; the others go on
        log_fault(logger, "Sending a notification failed.", error)
        return PushAnswer(PushOutcome.REJECTED, "fault")


def _note_browsers(sent: Collection[tuple[PushDelivery, PushAnswer]]) -> None:
    now = timezone.now()
    for delivery, answer in sent:
        row = PushSubscription.objects.filter(pk=delivery.browser.pk, endpoint_sha256=delivery.browser.endpoint_sha256)
        match answer.outcome:
            case PushOutcome.ACCEPTED if delivery.message is not None:
                row.update(last_ok_at=now, refused_at=None, failures=0, last_reminder=delivery.claimed.reminder_id)
            case PushOutcome.GONE:
                row.delete()
            case PushOutcome.REFUSED:
                row.update(refused_at=now, failures=F("failures") + 1)
            case PushOutcome.LATER:
                row.update(failures=F("failures") + 1)
    _tell_operator(sent)


def _tell_operator(sent: Collection[tuple[PushDelivery, PushAnswer]]) -> None:
    """Each kind of refusal once: the service, never the address."""
    told = {
        (delivery.browser.service, answer.outcome, answer.reason)
        for delivery, answer in sent
        if delivery.message is not None and answer.outcome in {PushOutcome.REFUSED, PushOutcome.REJECTED}
    }
    for service, outcome, reason in sorted(told):
        if outcome == PushOutcome.REFUSED:
            logger.error(
                "The push service %s rejects our key or PUSH_CONTACT (%s). No subscription is deleted; "
                "after refusals for %s people, sending to it pauses for an hour.",
                *(service, reason, 3),
            )
        else:
            logger.error("The push service %s rejected a notification (%s).", service, reason)


def _note_message(one: outbox.ClaimedReminder, answers: Collection[PushAnswer]) -> None:
    is_accepted = any(answer.outcome == PushOutcome.ACCEPTED for answer in answers)
    later = [answer for answer in answers if answer.outcome == PushOutcome.LATER]
    if later:
        wait = max((answer.wait or timedelta() for answer in later), default=None)
        last = ReminderState.SENT if is_accepted else ReminderState.FAILED
        outbox.note_failed(one, reason=later[0].reason, may_retry=True, wait=wait, last=last)
    elif is_accepted:
        outbox.note_sent([one])
    else:
        reason = next((answer.reason for answer in answers), "no device" if is_served(Channel.PUSH) else "no sender")
        outbox.note_failed(one, reason=reason, may_retry=False)
