"""Which promises a reader asks for: one form of address for the list, the files, and the lists behind the figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import F, Q
from django.utils import timezone

from sessions.models import MADE_STATES, OWED_STATES, Promise, PromiseKind, PromiseState
from sessions.models.promises.promise import PromiseQuerySet
from sessions.platform.lists.list_filter import ListFilter
from sessions.platform.text.months import read_year
from sessions.platform.text.text_input import fold_digits
from sessions.promises.owed_block.listing import from_last_time
from sessions.promises.public.figures import IS_UNCONFIRMED, in_year
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.text_search import promise_texts_with

(
    ALL_MADE_FILTER,
    OWED_FILTER,
    OVERDUE_FILTER,
    FROM_LAST_TIME_FILTER,
    NEW_DAY_FILTER,
    PROPOSALS_FILTER,
    UNANSWERED_FILTER,
    UNCONFIRMED_FILTER,
) = (
    "all_made",
    "owed",
    "overdue",
    "from_last_time",
    "new_day",
    "proposals",
    "unanswered",
    "unconfirmed",
)
_MORE: Mapping[str, Callable[[date], Q]] = {
    ALL_MADE_FILTER: lambda _today: Q(state__in=MADE_STATES),
    OWED_FILTER: lambda _today: Q(state__in=OWED_STATES),
    OVERDUE_FILTER: lambda today: Q(state__in=OWED_STATES, due_on__lt=today),
    FROM_LAST_TIME_FILTER: lambda today: Q(state__in=OWED_STATES) & from_last_time(today),
    NEW_DAY_FILTER: lambda _today: Q(state__in=MADE_STATES, first_due_on__isnull=False) & ~Q(due_on=F("first_due_on")),
    PROPOSALS_FILTER: lambda _today: Q(proposed_at__isnull=False),
    UNANSWERED_FILTER: lambda today: Q(state=PromiseState.PROPOSED, confirm_by__lt=today),
    UNCONFIRMED_FILTER: lambda _today: IS_UNCONFIRMED,
}
PROMISE_FILTER_STATES = (*_MORE, *PromiseState.values)
OF_PROPOSALS = (PROPOSALS_FILTER, UNANSWERED_FILTER, PromiseState.PROPOSED, PromiseState.NOT_CONFIRMED)
"""Filters whose year is that of the proposal; for all others it is the year in which the promise was made."""


@dataclass(frozen=True, slots=True)
class PromiseFilter(ListFilter):
    """Blank or None: not filtered by it. borough: its code; words: as typed. state: one of PROMISE_FILTER_STATES."""

    state: str = ""
    year: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read the filter from the parameters of an address; what cannot be a value filters nothing."""
        values, given = cls.read(query, kinds=PromiseKind.values)
        return cls(
            **values,
            state=given["state"] if given["state"] in PROMISE_FILTER_STATES else "",
            year=read_year(fold_digits(given["year"])),
        )

    def rows(self, today: date | None = None) -> PromiseQuerySet:
        """What passes the filters, in no order. One that was joined with another comes only where it is asked for."""
        rows = self._in_state(Promise.objects.order_by(), today or timezone.localdate())
        rows = rows if self.ward is None else rows.filter(ward__number=self.ward)
        rows = rows.filter(ward__borough__code=self.borough) if self.borough else rows
        rows = rows.filter(kind=self.kind) if self.kind else rows
        return with_words(self._in_year(rows), self.q)

    def _in_state(self, rows: PromiseQuerySet, today: date) -> PromiseQuerySet:
        if self.state in _MORE:
            return rows.filter(_MORE[self.state](today))
        return rows.filter(state=self.state) if self.state else rows.exclude(state=PromiseState.MERGED)

    def _in_year(self, rows: PromiseQuerySet) -> PromiseQuerySet:
        if self.year is None:
            return rows
        if self.state in OF_PROPOSALS:
            return rows.filter(in_year("proposed_at", self.year))
        made, proposed = in_year("made_at", self.year), in_year("proposed_at", self.year)
        return rows.filter(made | Q(made_at=None) & proposed)


def with_words(rows: PromiseQuerySet, words: str) -> PromiseQuerySet:
    """The rows with all of these words, in any script; all rows for blank words."""
    if not words:
        return rows
    terms = SearchTerms.of(words)
    return rows.filter(pk__in=promise_texts_with(terms).values("promise")) if terms else rows.none()
