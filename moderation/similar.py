"""Questions like a text: those of this chat that can be supported, and those that were answered, here or earlier."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from moderation.likeness.likeness_index import LikenessIndex
from sessions.models import ChatSession, Question, QuestionState

MOST_COMPARED = 5000
"""The newest questions: about three years of chats of one ward beside a full evening."""

ANSWERED_STATES = (QuestionState.ANSWERED, QuestionState.ON_NOTICE)


class SimilarQuestion(NamedTuple):
    question: Question
    likeness: float
    """From moderation/likeness/likeness_index.py::NEAR_COPY to 1."""

    @property
    def support(self) -> int:
        return self.question.backing


def similar_questions(chat_session: ChatSession, text: str, limit: int) -> list[SimilarQuestion]:
    """At most so many public questions with almost the same words in any script, the most alike first.

    They are those of this chat that are queued, on the floor or answered, and those of earlier chats of the ward that
    were answered or have a written answer promised. Each comes with its chat session, and is_in_part is known. A
    question that only means the same is not found.
    """
    index = LikenessIndex[UUID]()
    for question in _comparable(chat_session).only("text", "masked")[:MOST_COMPARED]:
        index.add(question.pk, question.public_text)
    likenesses = dict(index.find(text)[:limit])
    rows = Question.objects.with_in_part().select_related("chat_session").in_bulk(likenesses) if likenesses else {}
    return [SimilarQuestion(rows[question_id], likeness) for question_id, likeness in likenesses.items()]


def _comparable(chat_session: ChatSession) -> QuerySet[Question]:
    """The newest first."""
    earlier = Q(
        chat_session__ward=chat_session.ward_id,
        chat_session__starts_at__lt=chat_session.starts_at,
        state__in=ANSWERED_STATES,
    )
    return Question.objects.public().filter(Q(chat_session=chat_session) | earlier).order_by("-asked_at", "pk")
