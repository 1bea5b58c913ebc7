"""Find published questions by their words and those of their answers, and by filters."""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions.database.in_array import Among
from sessions.models import Question, SearchText
from sessions.record.finding.filters import SearchFilters
from sessions.record.finding.ranking import FoundText, best_first
from sessions.record.finding.search_terms import SearchTerms
from sessions.record.finding.text_engines import newest_matches

MAX_FOUND = 300
"""So many of the newest matches are ranked and shown: a reader adds words or filters to find fewer."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """entries: search entries, the best first. terms: what was looked for in the end, to be marked in texts."""

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
    found = newest_matches(terms, filters, limit=MAX_FOUND + 1)
    if not found and (wider := terms.widened()) is not None:
        terms, found = wider, newest_matches(wider, filters, limit=MAX_FOUND + 1)
    newest = found[:MAX_FOUND]
    return SearchResult(_ranked(newest, terms) if terms else newest, terms, len(found) > MAX_FOUND)


def questions_of(entries: Iterable[int]) -> list[Question]:
    """The content of a page that shows these entries, in their order."""
    entries = list(entries)
    if not entries:
        return []
    rows = Question.objects.filter(search_entry__in=entries).with_in_part()
    rows = rows.select_related("chat_session__ward", "chat_session__office", "chat_session__record", "search_entry")
    rows = rows.defer("chat_session__record__document").prefetch_related("answers__office")
    by_entry = {question.search_entry.pk: question for question in rows}
    return [by_entry[entry] for entry in entries if entry in by_entry]


def _ranked(entries: list[int], terms: SearchTerms) -> list[int]:
    if len(entries) < 2:
        return entries
    rows = SearchText.objects.filter(Among("entry_id", entries)).values_list("entry_id", "question", "answers")
    return best_first((FoundText._make(row) for row in rows), terms)
