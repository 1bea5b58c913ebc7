"""Questions like a text: those of this chat that can be supported, and those that were answered, here or elsewhere."""

from typing import NamedTuple
from uuid import UUID

from moderation.questions.similar.chat_indexes import in_public
from moderation.questions.similar.record_index import records
from sessions.models import ChatSession, Question, SearchEntry

MOST_LOOKED_AT = 50
"""Matches of each index whose rows are read, the most alike ones."""


class SimilarQuestion(NamedTuple):
    question: Question
    likeness: float
    """A number from sessions/platform/text/likeness/likeness_index.py::NEAR_COPY to 1."""

    @property
    def support(self) -> int:
        return self.question.backing


def similar_questions(chat_session: ChatSession, text: str, limit: int) -> list[SimilarQuestion]:
    """Find at most so many public questions with almost the same words in any script, the most alike first.

    They are those of this chat that are queued, on the floor or answered, and those of published records that were
    answered or have a written answer promised: of the same likeness, those of this chat come first, then those of its
    ward. Each comes with its chat session, ward, record and answers, and is_in_part is known. A question that only
    means the same is not found.
    """
    here = {UUID(match.key): match.likeness for match in in_public.find(chat_session.pk, text)[:MOST_LOOKED_AT]}
    entries = {match.key: match.likeness for match in records.find(text)[:MOST_LOOKED_AT]}
    earlier = dict(SearchEntry.objects.filter(pk__in=entries).values_list("question", "pk")) if entries else {}
    likenesses = {question_id: entries[pk] for question_id, pk in earlier.items()} | here
    if not likenesses:
        return []
    rows = Question.objects.public().with_in_part().filter(pk__in=likenesses)
    rows = rows.select_related("chat_session__ward", "chat_session__record").defer("chat_session__record__document")
    found = [SimilarQuestion(row, likenesses[row.pk]) for row in rows.prefetch_related("answers")]
    return sorted(found, key=lambda each: _place(each, chat_session))[:limit]


def _place(similar: SimilarQuestion, chat_session: ChatSession) -> tuple[float, bool, bool, float, UUID]:
    question, likeness = similar
    is_elsewhere = question.chat_session_id != chat_session.pk
    is_of_other_ward = question.chat_session.ward_id != chat_session.ward_id
    return (-round(likeness, 2), is_elsewhere, is_of_other_ward, -question.asked_at.timestamp(), question.pk)
