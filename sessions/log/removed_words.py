"""The words of a question that a moderator removed are handed to nobody who reads the log: not live, not again.

The log itself is never changed. Whatever replays it to clients, pages or the record reads it through here.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sessions.log.logged_event import LoggedEvent
from sessions.models import Question, StreamName

WORDS = ("text", "label")
"""What a question brings to the public stream of what its author wrote."""


def without_removed_words(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """The events with null for these words. It costs a query only where a question came to the queue."""
    ids = {event.body["id"] for event in events if _brings_words(event)}
    if not ids:
        return events
    removed = {str(pk) for pk in Question.objects.removed().filter(pk__in=ids).values_list("pk", flat=True)}
    return [
        replace(event, body=without_words(event.body))
        if _brings_words(event) and event.body["id"] in removed
        else event
        for event in events
    ]


def without_words(body: Mapping[str, Any]) -> dict[str, Any]:
    return {**body, **dict.fromkeys(WORDS)}


def _brings_words(event: LoggedEvent) -> bool:
    """A body that is damaged brings none, and is its reader's to deal with."""
    is_queued = event.stream == StreamName.PUBLIC and event.type == "question.queued"
    return is_queued and isinstance(event.body, Mapping) and "id" in event.body
