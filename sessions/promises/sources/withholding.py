"""Withhold a promise's words when a moderator removes its question, and destroy them in a redaction.

The log of the ward and its sealed months keep the commitments, as those of complaints do.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sessions.log.event_form import tag_of
from sessions.log.events.room import AnswerCorrected, AnswerGiven, PromiseNoted
from sessions.log.months.texts import TEXTS_OF_EVENTS
from sessions.models import ChatSession, Event, Promise, PromiseKind, RedactedEntry, StreamName
from sessions.promises.owed_block.redacting import redact_on_lists
from sessions.promises.steps import lock_promise
from sessions.record.months.removing import remove_promise_from_months
from sessions.record.redaction.hooks import Destroyed
from sessions.record.redaction.redactable_words import first_seq_of

WORDS = ("said", "what", "where", "budget_line", "why_new_day", "proof")


def withhold(promise: Promise, *, ground: str, authority: str, is_for_good: bool = False) -> None:
    """No reader gets the words of this locked promise any longer, in the caller's transaction.

    is_for_good: the caller destroys them in the log itself, after this.
    """
    promise.is_withheld = True
    promise.save(update_fields=["is_withheld"])
    remove_promise_from_months(promise.pk, ground=ground, authority=str(authority), is_for_good=is_for_good)


def destroy_words_of(promise: Promise, *, ground: str, authority: str) -> None:
    """Withhold them, and empty them in the tables and in the ward's log itself."""
    withhold(promise, ground=ground, authority=authority, is_for_good=True)
    for name in WORDS:
        setattr(promise, name, "")
    promise.said_from = None
    promise.save(update_fields=[*WORDS, "said_from"])
    for told in promise.events.select_related("event"):
        _empty(told.event)


def _empty(event: Event) -> None:
    names = {name for (name,) in TEXTS_OF_EVENTS.get(event.type, ()) if event.body.get(name) is not None}
    if names:
        event.body |= dict.fromkeys(names)
        event.save(update_fields=["body"])


def destroy_in_promises(gone: Destroyed) -> None:
    """First where other chats listed them, whose locks come before those of promises."""
    found = promises_redacted_with(gone.chat_session, gone.places)
    emptied = [question.pk for question in gone.questions if not question.text]
    promises, redaction = sorted(found | _of_suggestions(emptied)), gone.redaction
    redact_on_lists(promises, redaction)
    for pk in promises:
        destroy_words_of(lock_promise(pk), ground=redaction.ground, authority=redaction.authority)


def promises_redacted_with(chat_session: ChatSession, entries: Iterable[RedactedEntry]) -> set[UUID]:
    """Promises from redacted answers, with redacted entries, or of written answers to redacted questions."""
    found: set[UUID] = set()
    for entry in entries:
        if entry.type in (tag_of(AnswerGiven), tag_of(AnswerCorrected)):
            seq = first_seq_of(chat_session, entry)
            rows = Promise.objects.filter(answer__seq=seq, answer__question__chat_session=chat_session)
            found |= set(rows.values_list("pk", flat=True))
        elif entry.type == tag_of(PromiseNoted):
            found.add(UUID(_body_of(chat_session, entry)["promise"]))
        elif entry.question_id is not None and "text" in entry.texts:
            rows = Promise.objects.filter(question=entry.question_id, kind=PromiseKind.ANSWER)
            found |= set(rows.values_list("pk", flat=True)) | _of_suggestions([entry.question_id])
    return found


def _of_suggestions(questions: Collection[UUID]) -> set[UUID]:
    """Promises of accepted suggestions made from these questions: what is promised is the suggestion's words."""
    rows = Promise.objects.filter(matter__from_question__in=questions, kind=PromiseKind.SUGGESTION)
    return set(rows.values_list("pk", flat=True))


def _body_of(chat_session: ChatSession, entry: RedactedEntry) -> dict[str, Any]:
    rows = Event.objects.filter(stream__chat_session=chat_session, stream__name=StreamName.PUBLIC)
    body: dict[str, Any] = rows.get(seq=entry.seq).body
    return body
