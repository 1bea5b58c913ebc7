"""Redact a promise's words on the lists of later chats, and what was said of it there, with the answer they are from.

Each of those chats has a redaction of its own, by the same clerks: a tombstone, a leaf, and a line of the public list.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sessions.audit import OPERATOR
from sessions.log.event_form import tag_of
from sessions.log.events import OwedAnswered, OwedListed
from sessions.log.promise_events import PromiseStepped
from sessions.models import ChatSession, Event, Promise, RedactedEntry, Redaction, StreamName
from sessions.record.redaction.after_commit import finish_redaction
from sessions.record.redaction.destroying import destroy_words
from sessions.record.redaction.hooks import also_locked
from sessions.record.redaction.proposing import note_change
from sessions.state_machine.locks import lock_chat_session
from sessions.state_machine.steps import actor

WORDS = {tag_of(OwedListed): "what", tag_of(OwedAnswered): "text"}


def connect_lists() -> None:
    """From now on, a redaction locks the chats on whose lists the promises of its own chat stand."""
    also_locked.append(chats_that_listed_from)


def redact_on_lists(
    promises: Collection[UUID], redaction: Redaction, *, said_until: datetime | None = None
) -> list[Redaction]:
    """Destroy the words of these promises in other chats, in the transaction of the redaction of their answer.

    said_until: what the office said of them later stays. Answers the redactions of those chats.
    """
    made = []
    for chat_session_id in sorted(_chats_that_listed(promises) - {redaction.chat_session_id}):
        chat_session = lock_chat_session(chat_session_id)
        events = [event for event in _events_about(promises, chat_session) if _has_words(event, said_until)]
        if events:
            made.append(_redact(chat_session, events, redaction))
    return made


def _has_words(event: Event, said_until: datetime | None) -> bool:
    """A list that is made after the redaction has no words of the promise by itself."""
    is_later = said_until is not None and event.type == tag_of(OwedAnswered) and event.at > said_until
    return event.body[WORDS[event.type]] is not None and not is_later


def _redact(chat_session: ChatSession, events: Collection[Event], because_of: Redaction) -> Redaction:
    carried = Redaction.objects.create(
        chat_session=chat_session,
        ground=because_of.ground,
        authority=because_of.authority,
        proposed_by=because_of.proposed_by,
        proposed_at=because_of.proposed_at,
        state=because_of.state,
        decided_by=because_of.decided_by,
        decided_at=because_of.decided_at,
    )
    for event in events:
        # Also of a chat without a record: each event is an entry, and the first one has the number 0.
        n, texts = event.seq - 1, [WORDS[event.type]]
        RedactedEntry.objects.create(
            redaction=carried, n=n, seq=event.seq, type=event.type, given_at=event.at, texts=texts
        )
    clerk = because_of.decided_by
    destroy_words(carried, list(carried.entries.all()), by=actor("clerk", clerk) if clerk is not None else OPERATOR)
    note_change(carried, clerk=clerk, before=None)
    transaction.on_commit(partial(finish_redaction, chat_session.pk))
    return carried


def chats_that_listed_from(chat_session_id: UUID) -> set[UUID]:
    """Those with a promise on their list that was made in this one, or is a suggestion that was made in it."""
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
