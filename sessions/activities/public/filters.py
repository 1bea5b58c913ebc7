"""Which activities a reader asks for: one form of address for the list, the files and the feeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from django.db.models import Q

from sessions.chats.calendar.lifecycle.freezes import Freezes
from sessions.models import Activity
from sessions.models.activity import ActivityQuerySet
from sessions.platform.lists.list_filter import ListFilter
from sessions.platform.text.months import read_year
from sessions.platform.text.text_input import fold_digits
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.text_search import activity_texts_with

DONE, PLANNED, NOT_REPORTED = "done", "planned", "not_reported"
SHOWN_KINDS: Final = (DONE, PLANNED, NOT_REPORTED)
"""not_reported: it was planned for a day that is over, and nothing was said since."""


@dataclass(frozen=True, slots=True)
class ActivityFilter(ListFilter):
    """Blank or None: not filtered by it. borough: its code; with it come those of its wards. category: its slug.

    q: words as typed; what a freeze hides is not found by them.
    """

    category: str = ""
    year: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read the filter from the parameters of an address; what cannot be a value filters nothing."""
        values, given = cls.read(query, kinds=SHOWN_KINDS)
        return cls(
            **values,
            category=given["category"] if given["category"].isascii() else "",
            year=read_year(fold_digits(given["year"])),
        )

    def rows(self, today: date) -> ActivityQuerySet:
        """The public ones that pass the filters, in no order."""
        rows = self._with_words(Activity.objects.public().order_by(), today)
        rows = rows if self.ward is None else rows.filter(ward__number=self.ward)
        rows = (
            rows.filter(Q(borough__code=self.borough) | Q(ward__borough__code=self.borough)) if self.borough else rows
        )
        rows = rows.filter(category__slug=self.category) if self.category else rows
        rows = rows if self.year is None else rows.filter(on_day__year=self.year)
        if self.kind == NOT_REPORTED:
            return rows.filter(is_planned=True, on_day__lt=today)
        return rows.filter(is_planned=self.kind == PLANNED) if self.kind else rows

    def _with_words(self, rows: ActivityQuerySet, today: date) -> ActivityQuerySet:
        if not self.q:
            return rows
        terms = SearchTerms.of(self.q)
        if not terms:
            return rows.none()
        return Freezes(today).shown_of(rows).filter(pk__in=activity_texts_with(terms).values("activity"))
