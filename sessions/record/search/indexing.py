"""Keep the index of the search in step with the records: publish, change, remove."""

from typing import TypedDict

from django.db.models import F, QuerySet
from django.utils import timezone

from sessions.models import ChatSession, Question, QuestionState, Record, SearchEntry, SearchText
from sessions.platform.text.search_words import folded_words
from sessions.record.search.filters import FilteredFacts


def index_record(chat_session: ChatSession) -> None:
    """Add the public content of a record that is being published, in the caller's transaction."""
    _add(list(_published(chat_session)))


def reindex_record(chat_session: ChatSession) -> None:
    """Index the record again after anything of a published record changed.

    Answers that came later, corrections, words that were removed.

    The caller's transaction; repeating it changes nothing. Does nothing before the record is published.
    """
    if not Record.objects.filter(chat_session=chat_session).exists():
        return
    questions = list(_published(chat_session))
    there = {entry.question_id: entry for entry in SearchEntry.objects.filter(question__chat_session=chat_session)}
    gone = there.keys() - {question.pk for question in questions}
    SearchEntry.objects.filter(question__in=gone).delete()
    known = [SearchText(entry=there[each.pk], **indexed_text_of(each)) for each in questions if each.pk in there]
    SearchText.objects.bulk_update(known, ["question", "answers", "filters"])
    _add([question for question in questions if question.pk not in there])


def _add(questions: list[Question]) -> None:
    entries = SearchEntry.objects.bulk_create(
        SearchEntry(question=each, ward_number=each.chat_session.ward.number, at=each.chat_session.starts_at)
        for each in questions
    )
    SearchText.objects.bulk_create(
        SearchText(entry=entry, **indexed_text_of(question)) for entry, question in zip(entries, questions, strict=True)
    )


def _published(chat_session: ChatSession) -> QuerySet[Question]:
    """Backwards: the greatest ids are found first, so that an evening is found in its own order."""
    rows = chat_session.questions.public().select_related("chat_session__ward").prefetch_related("answers")
    return rows.order_by(F("taken_at").desc(nulls_first=True), "-asked_at")


# The words of one question in the index: its own, those of its answers, and those of its filters.

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
