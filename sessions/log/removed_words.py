"""Leave out the words of removed questions: no reader of the log gets them, neither live nor in a replay.

The log itself is never changed. All code that replays it to clients, pages or the record reads it through here.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

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
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery, read_together

BRINGS_ANSWERS = AnswerGiven | AnswerCorrected | PromiseNoted
"""The events that make words of an answer public; a promise quotes it."""


class QuestionsWithoutWords(NamedTuple):
    """The ids of questions: those whose words were removed, whose common words were, and whose answers were."""

    own: set[str]
    common: set[str]
    answers: set[str]

    def leave_out(self, events: list[LoggedEvent]) -> list[LoggedEvent]:
        """The events with None for these words."""
        if not any(self):
            return events
        return [without_words(each) if self._has_words_of(each) else each for each in events]

    def _has_words_of(self, logged: LoggedEvent) -> bool:
        return (
            brings_words_of(logged, self.own)
            or brings_common_words_of(logged, self.common)
            or brings_answers_to(logged, self.answers)
        )


def without_removed_words(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """The events with None for these words. One query for each kind of words that any of them brings."""
    return QuestionsWithoutWords._make(read_together(*query_removed_words(events))).leave_out(events)


def query_removed_words(events: Iterable[LoggedEvent]) -> list[BoundQuery[set[str]]]:
    """The queries for the fields of QuestionsWithoutWords; none for a kind of words that no event brings."""
    own, common, answers = set[UUID](), set[UUID](), set[UUID]()
    for each in events:
        match each.event:
            case QuestionQueued(id=pk) | QuestionCorrected(id=pk):
                own.add(UUID(pk))
            case QuestionUnited(id=pk, words=words) if words:
                common.add(UUID(pk))
            case AnswerGiven(question=pk) | AnswerCorrected(question=pk) | PromiseNoted(question=pk):
                answers.add(UUID(pk))
    wanted = [(_removed_query, own), (_apart_query, common), (_silent_query, answers)]
    return [query.bind(ids=ids).then(lambda found: set(map(str, found))) for query, ids in wanted]


def _prepare(rows: Callable[[], QuerySet[Question]]) -> PreparedQuery:
    return PreparedQuery(lambda: rows().filter(InArray("pk", Given("ids"))).values_list("pk", flat=True))


_removed_query = _prepare(Question.objects.removed)
_apart_query = _prepare(lambda: Question.objects.filter(united_words=""))
_silent_query = _prepare(Question.objects.without_answers)


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
    """Return the event without people's own words, or those that a moderator gave to several questions."""
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
    """Return the event with None in these fields, or "" for a reason of staff; fields it lacks are ignored."""
    event: Any = logged.event
    if isinstance(event, SessionMoved | SessionSealed):
        body = with_reasons(body_of(event), dict.fromkeys(texts, ""))
        return replace(logged, event=read_event(logged.stream, logged.type, body))
    present = {name: None for name in texts if hasattr(event, name)}
    return replace(logged, event=structs.replace(event, **present)) if present else logged
