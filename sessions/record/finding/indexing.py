"""Keep the index of the search in step with the records: publish, change, remove."""

from django.db.models import F, QuerySet

from sessions.models import ChatSession, Question, SearchEntry, SearchText
from sessions.record.finding.search_text import text_of


def index_record(chat_session: ChatSession) -> None:
    """Add the public content of a record that is being published, in the caller's transaction."""
    questions = list(_published(chat_session))
    entries = SearchEntry.objects.bulk_create(
        SearchEntry(question=question, ward_number=chat_session.ward.number, at=chat_session.starts_at)
        for question in questions
    )
    SearchText.objects.bulk_create(
        SearchText(entry=entry, **text_of(question)) for entry, question in zip(entries, questions, strict=True)
    )


def reindex(question: Question) -> None:
    """After its words, its answers or its state changed: what the search finds is what everybody may read now.

    Does nothing before its record is published. The caller's transaction; repeating it changes nothing.
    """
    entry = SearchEntry.objects.filter(question=question).first()
    fresh = Question.objects.public().select_related("chat_session__ward").filter(pk=question.pk).first()
    if fresh is None:
        unindex(question)
    elif entry is not None:
        SearchText.objects.update_or_create(entry=entry, defaults=text_of(fresh))


def unindex(question: Question) -> None:
    """Take a question out of the search, and its words out of the index. Does nothing if it is not in it."""
    SearchEntry.objects.filter(question=question).delete()


def _published(chat_session: ChatSession) -> QuerySet[Question]:
    """Backwards: the greatest ids are found first, so that an evening is found in its own order."""
    rows = chat_session.questions.public().select_related("chat_session__ward").prefetch_related("answers")
    return rows.order_by(F("taken_at").desc(nulls_first=True), "-asked_at")
