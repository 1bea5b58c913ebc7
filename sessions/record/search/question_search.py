"""Find published questions by their words and those of their answers, and by filters."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from sessions.models import Answer, Question
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.record.search.filters import SearchFilters
from sessions.record.search.ranking import best_first
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.text_engines import newest_matches, newest_texts

MAX_FOUND = 300
"""Bound of the search. So many of the newest matches are ranked and shown: a reader adds words or filters to find
fewer."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The result of a search.

    entries: search entries, the best first. terms: what was looked for in the end, to be marked in texts.
    """

    entries: list[int]
    terms: SearchTerms
    are_more: bool = False


def search_records(typed: str, filters: SearchFilters | None = None) -> SearchResult:
    """The newest MAX_FOUND matches, the best first; without any words, the newest first.

    Only what is public in the record is searched: refused, withdrawn and merged questions are never found. Where
    nothing holds the words as they are, words that begin with them are found.
    """
    filters, terms = filters or SearchFilters(), SearchTerms.of(typed)
    if typed.strip() and not terms:  # only signs that are no words
        return SearchResult([], terms)
    if not terms:
        entries = newest_matches(terms, filters, limit=MAX_FOUND + 1)
        return SearchResult(entries[:MAX_FOUND], terms, len(entries) > MAX_FOUND)
    found = newest_texts(terms, filters, limit=MAX_FOUND + 1)
    if not found and (wider := terms.widened()) is not None:
        terms, found = wider, newest_texts(wider, filters, limit=MAX_FOUND + 1)
    return SearchResult(best_first(found[:MAX_FOUND], terms), terms, len(found) > MAX_FOUND)


def questions_of_entries(entries: Iterable[int]) -> list[Question]:
    """The content of a page that shows these entries, in their order."""
    entries = list(entries)
    if not entries:
        return []
    questions = _QUESTIONS.rows(entries=entries)
    prefetch_related_objects(questions, Prefetch("answers", Answer.objects.select_related("office")))
    by_entry = {question.search_entry.pk: question for question in questions}
    return [by_entry[entry] for entry in entries if entry in by_entry]


def _make_questions() -> QuerySet[Question]:
    # Whether it has an entry is said as well: a database would else join all questions before it looks at the entries.
    rows = Question.objects.filter(InArray("search_entry__pk", Given("entries")), search_entry__isnull=False).order_by()
    rows = rows.with_in_part()
    rows = rows.select_related("chat_session__ward", "chat_session__office", "chat_session__record", "search_entry")
    return rows.defer("chat_session__record__document")


_QUESTIONS = PreparedQuery(_make_questions)
