"""Leave out the words of removed questions: no reader of the log gets them, neither live nor in a replay.

The log itself is never changed. All code that replays it to clients, pages or the record reads it through here.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from msgspec import UNSET, structs

from sessions.log.event_form import body_of, read_event
from sessions.log.events.chat_session import SessionMoved, SessionSealed
from sessions.log.events.room import (
    AnswerCorrected,
    AnswerGiven,
    PromiseNoted,
    QuestionCorrected,
    QuestionQueued,
    QuestionUnited,
)
from sessions.log.kept_words import with_reasons
from sessions.log.logged_event import LoggedEvent
from sessions.models import Question

BRINGS_ANSWERS = AnswerGiven | AnswerCorrected | PromiseNoted
"""The events that make words of an answer public; a promise quotes it."""


def without_removed_words(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """The events with None for these words. One query for each kind of words that any of them brings."""
    queued = {each.event.id for each in events if isinstance(each.event, QuestionQueued | QuestionCorrected)}
    united = {each.event.id for each in events if isinstance(each.event, QuestionUnited) and each.event.words}
    answered = {each.event.question for each in events if isinstance(each.event, BRINGS_ANSWERS)}
    if not queued and not united and not answered:
        return events
    removed = _ids(Question.objects.removed(), queued)
    apart = _ids(Question.objects.filter(united_words=""), united)
    silent = _ids(Question.objects.without_answers(), answered)
    if not removed and not apart and not silent:
        return events
    return [
        without_words(each)
        if brings_words_of(each, removed) or brings_common_words_of(each, apart) or brings_answers_to(each, silent)
        else each
        for each in events
    ]


def brings_words_of(logged: LoggedEvent, question_ids: Collection[str]) -> bool:
    """Whether this event made the words of one of these questions public."""
    return isinstance(logged.event, QuestionQueued | QuestionCorrected) and logged.event.id in question_ids


def brings_common_words_of(logged: LoggedEvent, question_ids: Collection[str]) -> bool:
    """Whether this event made words public that a moderator gave to one of these questions and to others."""
    return isinstance(logged.event, QuestionUnited) and logged.event.id in question_ids


def brings_answers_to(logged: LoggedEvent, question_ids: Collection[str]) -> bool:
    """Whether this event made words of an answer to one of these questions public."""
    return isinstance(logged.event, BRINGS_ANSWERS) and logged.event.question in question_ids


def without_words(logged: LoggedEvent) -> LoggedEvent:
    """The same event without people's own words, or those that a moderator gave to several questions."""
    match logged.event:
        case QuestionQueued() as queued:
            return replace(logged, event=structs.replace(queued, text=None, label=None))
        case QuestionCorrected() as corrected:
            return replace(logged, event=structs.replace(corrected, text=None))
        case QuestionUnited() as united:
            return replace(logged, event=structs.replace(united, words=None))
        case AnswerGiven() | AnswerCorrected() as answer:
            return replace(logged, event=structs.replace(answer, text=None))
        case PromiseNoted() as noted:
            told = {name: None for name in ("said", "what", "text") if getattr(noted, name) is not UNSET}
            return replace(logged, event=structs.replace(noted, **told))
    return logged


def without_texts(logged: LoggedEvent, texts: Collection[str]) -> LoggedEvent:
    """The same event with None in these fields, or "" for a reason of staff; those that it does not have are passed
    over."""
    event: Any = logged.event
    if isinstance(event, SessionMoved | SessionSealed):
        body = with_reasons(body_of(event), dict.fromkeys(texts, ""))
        return replace(logged, event=read_event(logged.stream, logged.type, body))
    present = {name: None for name in texts if hasattr(event, name)}
    return replace(logged, event=structs.replace(event, **present)) if present else logged


def _ids(questions: QuerySet[Question], among: Collection[str]) -> set[str]:
    """Those of these questions, by their ids; no query where there is none to look for."""
    return {str(pk) for pk in questions.filter(pk__in=among).values_list("pk", flat=True)} if among else set()
