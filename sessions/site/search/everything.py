"""Looks for the same words among everything that is public; of each kind the first few, and how many there are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from sessions.city.wards.table import find_wards
from sessions.contract.limits import MAX_RECORD_SEARCH_LENGTH, MAX_SEARCH_LENGTH
from sessions.matters.public.facts import PublicFacts, facts_of_matter
from sessions.matters.public.filters import MatterFilter
from sessions.matters.public.listing import newest_first
from sessions.models import MADE_STATES, Activity, Promise, Ward
from sessions.promises.public.listing import promises_matching
from sessions.record.search.found import FoundQuestion, found_questions
from sessions.record.search.question_search import MAX_FOUND, search_records
from sessions.record.search.search_terms import SearchTerms
from sessions.site.scope import Frozen
from sessions.site.search.activity_texts import activities_with

SHOWN = 3
"""Entries shown of each kind; the kind's own list has the others."""

SHOWN_WARDS = 6


@dataclass(frozen=True, slots=True)
class FoundRows[Row]:
    """The rows that a search found. count: of all, MAX_FOUND at most; are_more: there are more than that."""

    rows: list[Row] = field(default_factory=list)
    count: int = 0
    are_more: bool = False


@dataclass(frozen=True, slots=True)
class FoundEverywhere:
    """The results of a search in everything.

    is_frozen: an election freeze lasts in the whole city, so that no activity is shown.
    """

    wards: FoundRows[Ward]
    questions: FoundRows[FoundQuestion]
    matters: FoundRows[PublicFacts]
    promises: FoundRows[Promise]
    activities: FoundRows[Activity]
    is_frozen: bool

    @property
    def count(self) -> int:
        return sum(each.count for each in (self.wards, self.questions, self.matters, self.promises, self.activities))


def cleaned_words(typed: str) -> str:
    return typed.strip()[:MAX_RECORD_SEARCH_LENGTH]


def search_everything(words: str, today: date) -> FoundEverywhere:
    """Search everything. words: as cleaned_words() gives them, not blank."""
    terms, frozen = SearchTerms.of(words), Frozen.on(today)
    activities = activities_with(terms).filter(frozen.leaves()) if frozen.city is None else Activity.objects.none()
    return FoundEverywhere(
        wards=_wards(words),
        questions=_questions(words, terms),
        matters=_first(newest_first(MatterFilter(q=words).rows(today)), lambda row: facts_of_matter(row, today)),
        promises=_first(_promises(words, terms)),
        activities=_first(activities.select_related("ward", "borough").order_by("-on_day", "-id")),
        is_frozen=frozen.city is not None,
    )


def _wards(words: str) -> FoundRows[Ward]:
    rows = list(find_wards(words[:MAX_SEARCH_LENGTH]).order_by("number")) if words else []
    return FoundRows(rows[:SHOWN_WARDS], len(rows))


def _questions(words: str, terms: SearchTerms) -> FoundRows[FoundQuestion]:
    if not terms:
        return FoundRows()
    result = search_records(words)
    shown = found_questions(result.entries[:SHOWN], result.terms)
    return FoundRows(shown, len(result.entries), result.are_more)


def _promises(words: str, terms: SearchTerms) -> QuerySet[Promise]:
    """Promises that were made, and whose words are public."""
    rows = promises_matching(words) if terms else Promise.objects.none()
    return rows.filter(state__in=MADE_STATES, is_withheld=False)


def _first(rows: QuerySet[Any], shown: Callable[[Any], Any] = lambda row: row) -> FoundRows[Any]:
    """The first matches; at most two queries; the second one only where there are more than are shown."""
    first = list(rows[: SHOWN + 1])
    count = len(first)
    if count > SHOWN:
        count = len(rows.order_by().select_related(None).values_list("pk", flat=True)[: MAX_FOUND + 1])
    return FoundRows([shown(row) for row in first[:SHOWN]], min(count, MAX_FOUND), count > MAX_FOUND)
