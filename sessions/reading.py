"""What the live edge and the pages read of questions beside the log: counts, and a person's own."""

from typing import Any
from uuid import UUID

from sessions import log
from sessions.models import Question, QuestionState


def backing_counts(chat_session_id: UUID) -> dict[str, int]:
    """How many people back each question in the queue and on the floor, in one query."""
    rows = Question.objects.filter(
        chat_session_id=chat_session_id, state__in=(QuestionState.QUEUED, QuestionState.ON_FLOOR)
    )
    return {str(question_id): backing for question_id, backing in rows.values_list("id", "backing")}


def own_questions(account_id: int, chat_session_id: UUID) -> list[dict[str, Any]]:
    """A person's own questions in one chat session, oldest first, as they are told to that person only."""
    rows = Question.objects.filter(author_id=account_id, chat_session_id=chat_session_id).order_by("asked_at", "id")
    return [own_question(question) for question in rows]


def backed_questions(account_id: int, chat_session_id: UUID) -> list[str]:
    """The ids of the questions that a person backs in one chat session."""
    rows = Question.objects.filter(chat_session_id=chat_session_id, backings__person_id=account_id)
    return [str(question_id) for question_id in rows.values_list("id", flat=True)]


def own_question(question: Question) -> dict[str, Any]:
    return {
        "id": str(question.pk),
        "text": question.text,
        "kind": question.kind,
        "state": question.state,
        "version": question.version,
        "receipt": question.receipt,
        "reason": question.reason or None,
        "note": question.note or None,
        "asked_at": log.wire_time(question.asked_at),
        "into": str(question.merged_into_id) if question.merged_into_id else None,
        "due_on": question.due_on.isoformat() if question.due_on else None,
    }
