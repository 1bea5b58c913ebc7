"""Leave out the words of removed questions: no reader of the log gets them, neither live nor in a replay.

The log itself is never changed. All code that replays it to clients, pages or the record reads it through here.
"""

from dataclasses import replace

from msgspec import structs

from sessions.log.events import QuestionQueued
from sessions.log.logged_event import LoggedEvent
from sessions.models import Question


def without_removed_words(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """The events with None for these words. It costs a query only if one of them brings a question to the queue."""
    ids = {each.event.id for each in events if isinstance(each.event, QuestionQueued)}
    if not ids:
        return events
    removed = {str(pk) for pk in Question.objects.removed().filter(pk__in=ids).values_list("pk", flat=True)}
    return [without_words(each) if brings_words_of(each, removed) else each for each in events]


def brings_words_of(logged: LoggedEvent, question_ids: set[str]) -> bool:
    """Whether this event made the words of one of these questions public."""
    return isinstance(logged.event, QuestionQueued) and logged.event.id in question_ids


def without_words(logged: LoggedEvent) -> LoggedEvent:
    """The same event without the words of the question's author."""
    if not isinstance(logged.event, QuestionQueued):
        return logged
    return replace(logged, event=structs.replace(logged.event, text=None, label=None))
