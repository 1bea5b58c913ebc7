"""Leave out the words of removed questions: no reader of the log gets them, neither live nor in a replay.

The log itself is never changed. All code that replays it to clients, pages or the record reads it through here.
"""

from collections.abc import Collection
from dataclasses import replace

from msgspec import structs

from sessions.log.events import AnswerCorrected, AnswerGiven, QuestionQueued
from sessions.log.logged_event import LoggedEvent
from sessions.models import Question


def without_removed_words(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """The events with None for these words. One query if any brings a question to the queue, another for answers."""
    queued = {each.event.id for each in events if isinstance(each.event, QuestionQueued)}
    answered = {each.event.question for each in events if isinstance(each.event, AnswerGiven | AnswerCorrected)}
    removed = _ids(Question.objects.removed().filter(pk__in=queued).values_list("pk", flat=True)) if queued else set()
    silent = (
        _ids(Question.objects.without_answers().filter(pk__in=answered).values_list("pk", flat=True))
        if answered
        else set()
    )
    if not removed and not silent:
        return events
    return [
        without_words(each) if brings_words_of(each, removed) or brings_answers_to(each, silent) else each
        for each in events
    ]


def brings_words_of(logged: LoggedEvent, question_ids: Collection[str]) -> bool:
    """Whether this event made the words of one of these questions public."""
    return isinstance(logged.event, QuestionQueued) and logged.event.id in question_ids


def brings_answers_to(logged: LoggedEvent, question_ids: Collection[str]) -> bool:
    """Whether this event made words of an answer to one of these questions public."""
    return isinstance(logged.event, AnswerGiven | AnswerCorrected) and logged.event.question in question_ids


def without_words(logged: LoggedEvent) -> LoggedEvent:
    """The same event without people's own words."""
    match logged.event:
        case QuestionQueued() as queued:
            return replace(logged, event=structs.replace(queued, text=None, label=None))
        case AnswerGiven() | AnswerCorrected() as answer:
            return replace(logged, event=structs.replace(answer, text=None))
    return logged


def _ids(keys: Collection[object]) -> set[str]:
    return {str(key) for key in keys}
