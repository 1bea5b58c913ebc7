"""Find published questions by the words of the question or of its answers."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sessions.models import ChatSession, Question, SearchEntry, SearchWord
from sessions.text.search_words import folded_words

MAX_WORDS = 8
MAX_FOUND = 1000
"""Nobody reads beyond that: a reader adds words to find fewer."""

LAST = b"\xff"
"""Greater than any byte of UTF-8."""


def find_in_records(words: str, *, ward_number: int | None = None) -> list[int]:
    """The search entries that hold a word with each beginning, at most MAX_FOUND + 1; the newest evening first.

    Only what is public in the record is searched: refused, withdrawn and merged questions are never found.
    """
    beginnings = list(dict.fromkeys(folded_words(words)))[:MAX_WORDS]
    if not beginnings:
        return []
    found = SearchEntry.objects.all()
    if ward_number is not None:
        found = found.filter(ward_number=ward_number)
    for beginning in beginnings:
        first = beginning.encode()
        alike = SearchWord.objects.filter(word__gte=first, word__lt=first + LAST)
        found = found.filter(pk__in=alike.values("entry"))
    return list(found.order_by("-at", "pk").values_list("pk", flat=True)[: MAX_FOUND + 1])


def questions_of(entries: Iterable[int]) -> list[Question]:
    """The content of a page that shows them, in their order."""
    rows = Question.objects.filter(search_entry__in=list(entries)).with_in_part()
    rows = rows.order_by("-search_entry__at", "search_entry")
    return list(
        rows.select_related("chat_session__ward", "chat_session__record")
        .defer("chat_session__record__document")
        .prefetch_related("answers")
    )


def index_record(chat_session: ChatSession) -> None:
    """Add the public content of a record that is being published to the search, in the caller's transaction."""
    questions = _published(chat_session)
    entries = SearchEntry.objects.bulk_create(
        SearchEntry(question=question, ward_number=chat_session.ward.number, at=chat_session.starts_at)
        for question in questions
    )
    _add_words(zip(entries, questions, strict=True))


def reindex(question: Question) -> None:
    """Take the words that its record no longer has out of the index, in the caller's transaction."""
    for entry in SearchEntry.objects.filter(question=question):
        SearchWord.objects.filter(entry=entry).delete()
        _add_words([(entry, Question.objects.prefetch_related("answers").get(pk=question.pk))])


def _add_words(entries: Iterable[tuple[SearchEntry, Question]]) -> None:
    SearchWord.objects.bulk_create(
        (
            SearchWord(entry=entry, word=word.encode())
            for entry, question in entries
            for word in sorted(words_of(question.public_text, *(answer.text for answer in question.answers.all())))
        ),
        batch_size=2000,
    )


def words_of(*texts: str) -> set[str]:
    return {word for text in texts for word in folded_words(text)}


def _published(chat_session: ChatSession) -> QuerySet[Question]:
    return chat_session.questions.public().prefetch_related("answers").order_by("taken_at", "asked_at")
