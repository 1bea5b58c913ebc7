"""What the desk still holds of redacted words: its own stream, and questions that never became public."""

from collections.abc import Collection, Iterable
from typing import Any

from sessions.log.event_form import read_event, tag_of
from sessions.log.events.room import (
    QuestionCorrected,
    QuestionDeclined,
    QuestionMerged,
    QuestionQueued,
    QuestionUndecided,
)
from sessions.log.redactable_desk_fields import redacted_fields
from sessions.models import ChatSession, Event, Question, StreamName
from sessions.record.redaction.free_texts.comparing import holds_any, phrases_of

OWN_ENTRIES = tuple(
    tag_of(kind) for kind in (QuestionQueued, QuestionMerged, QuestionDeclined, QuestionUndecided, QuestionCorrected)
)
"""Types of public events about a question's own words."""


def destroy_at_desk(question: Question, texts: Collection[str]) -> None:
    """Empty what people wrote about the question at the desk, and those of its own words that texts names."""
    rows = Event.objects.filter(
        stream__chat_session=question.chat_session_id, stream__name=StreamName.DESK, body__id=str(question.pk)
    )
    for row in rows:
        fields = redacted_fields(read_event(StreamName.DESK, row.type, row.body), texts)
        if fields:
            row.body |= fields
            row.save(update_fields=["body"])


def copies_elsewhere(chat_session: ChatSession, words: Iterable[str], *, beside: Collection[Any]) -> list[Any]:
    """The ids of questions that never were public and hold the same words: a copy that was merged or refused."""
    phrases = phrases_of(words)
    rows = Question.objects.filter(chat_session=chat_session, queued_at=None).exclude(pk__in=beside)
    return [pk for pk, text in rows.values_list("pk", "text") if holds_any(text, phrases)]
