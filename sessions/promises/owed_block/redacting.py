"""Redact a promise's words, and what was said of it, on the lists of later chats.

That is an answer, which two clerks redact, or a suggestion, which a moderator removes. Each of those chats has a
redaction of its own: a tombstone, a leaf, and a line of the public list.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from sessions.contract.redaction_grounds import MODERATED
from sessions.log.event_form import tag_of
from sessions.log.events.promises_and_activities import PromiseStepped
from sessions.log.events.room import OwedAnswered, OwedListed
from sessions.log.steps.locks import lock_chat_session, lock_chat_sessions
from sessions.log.steps.steps import actor
from sessions.models import ChatSession, Event, Promise, Redaction, StreamName
from sessions.promises.steps import chats_about
from sessions.record.redaction.confirming import RedactionDecision, decision_of_redaction, redact_also

WORDS = {tag_of(OwedListed): "what", tag_of(OwedAnswered): "text"}


def redact_on_lists(
    promises: Collection[UUID], redaction: Redaction, *, said_until: datetime | None = None
) -> list[Redaction]:
    """Destroy the words of these promises in other chats, in the transaction of the redaction of their answer.

    said_until: what the office said of them later stays. Answers the redactions of those chats.
    """
    chats = _chats_that_listed(promises) - {redaction.chat_session_id}
    return _redact_in(chats, promises, decision_of_redaction(redaction), said_until=said_until)


def lock_lists_of(matter_id: UUID) -> None:
    """Lock the chats into which the removal of a suggestion reaches; before the suggestion, as chats come first."""
    promises = list(Promise.objects.filter(matter=matter_id).values_list("pk", flat=True))
    if promises:
        lock_chat_sessions(chats_about(promises) | _chats_that_listed(promises))


def remove_from_lists(promise: Promise, *, by: str) -> None:
    """Redact on lists a locked promise from a suggestion that a moderator (by) removes, in the caller's transaction.

    The authority is the number under which everybody reads the reason. The caller has called lock_lists_of().
    """
    number = promise.matter.number if promise.matter is not None else promise.number
    now = timezone.now()
    fields = {"ground": MODERATED, "authority": f"{by}, {number}", "proposed_at": now, "decided_at": now}
    _redact_in(_chats_that_listed([promise.pk]), [promise.pk], RedactionDecision(fields, actor(by)))


def _redact_in(
    chats: Collection[UUID],
    promises: Collection[UUID],
    decision: RedactionDecision,
    *,
    said_until: datetime | None = None,
) -> list[Redaction]:
    made = []
    for chat_session_id in sorted(chats):
        chat_session = lock_chat_session(chat_session_id)
        events = [event for event in _events_about(promises, chat_session) if _has_words(event, said_until)]
        if events:
            found = [(event, [WORDS[event.type]]) for event in events]
            made.append(redact_also(chat_session, found, decision))
    return made


def _has_words(event: Event, said_until: datetime | None) -> bool:
    """A list that is made after the redaction has no words of the promise by itself."""
    is_later = said_until is not None and event.type == tag_of(OwedAnswered) and event.at > said_until
    return event.body[WORDS[event.type]] is not None and not is_later


def chats_that_listed_from(chat_session_id: UUID) -> set[UUID]:
    """Chats that listed a promise made in this chat, or a promise from a suggestion made in it."""
    made_in = Q(question__chat_session=chat_session_id) | Q(matter__from_question__chat_session=chat_session_id)
    promises = Promise.objects.filter(made_in).values_list("pk", flat=True)
    return _chats_that_listed(list(promises))


def _chats_that_listed(promises: Collection[UUID]) -> set[UUID]:
    """The logs of their wards have it."""
    carried = Event.objects.filter(
        promise_event__promise__in=promises, type=tag_of(PromiseStepped), body__step="carry"
    ).values_list("body", flat=True)
    return {UUID(body["chat"]) for body in carried}


def _events_about(promises: Collection[UUID], chat_session: ChatSession) -> list[Event]:
    rows = Event.objects.filter(
        stream__chat_session=chat_session,
        stream__name=StreamName.PUBLIC,
        type__in=WORDS,
        body__promise__in=[str(promise) for promise in promises],
    )
    return list(rows.order_by("seq"))
