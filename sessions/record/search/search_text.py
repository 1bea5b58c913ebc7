"""The words of one question in the index: its own, those of its answers, and those of its filters."""

from typing import TypedDict

from django.utils import timezone

from sessions.models import Question, QuestionState
from sessions.platform.text.search_words import folded_words
from sessions.record.search.filters import FilteredFacts

BETWEEN = " _ "
"""Stands between two texts, so that no phrase is found across them."""


class IndexedText(TypedDict):
    question: str
    answers: str
    filters: str


def indexed_text_of(question: Question) -> IndexedText:
    """Needs the chat session with its ward, and the answers. Only what everybody may read is in it."""
    chat_session, answers = question.chat_session, list(question.answers.all())
    offices = {answer.office_id for answer in answers} | {chat_session.office_id}
    facts = FilteredFacts(
        ward=chat_session.ward.number,
        offices={office for office in offices if office is not None},
        day=timezone.localdate(chat_session.starts_at),
        topic=question.topic,
        kind=question.kind,
        is_answered=bool(answers),
        is_promised=question.state == QuestionState.ON_NOTICE,
    )
    return IndexedText(
        question=_folded(question.public_text, question.united_words),
        answers=_folded(*(answer.text for answer in answers)),
        filters=" ".join(facts.words()),
    )


def _folded(*texts: str) -> str:
    folded = (" ".join(folded_words(text)) for text in texts)
    return BETWEEN.join(words for words in folded if words)
