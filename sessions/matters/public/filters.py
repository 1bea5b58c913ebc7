"""Which complaints and suggestions a reader asks for: one form of address for the list, the map, and the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db.models import Q
from django.utils import timezone

from sessions.models import SHOWN_STATES, WORK_STATES, Matter, MatterKind
from sessions.models.matters.matter import MatterQuerySet
from sessions.platform.lists.list_filter import ListFilter
from sessions.platform.text.form_values import number_in
from sessions.platform.text.text_input import fold_digits
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.text_search import texts_with

AGES = (7, 30, 90, 365)
"""Days since it was published, at least."""

IN_WORK = "in_work"
STATES = (IN_WORK, *(str(state.value) for state in SHOWN_STATES))


@dataclass(frozen=True, slots=True)
class MatterFilter(ListFilter):
    """Blank, None or False: not filtered by it. borough: its code; category: its slug; words: as typed."""

    category: str = ""
    state: str = ""
    overdue: bool = False
    age: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read the filter from the parameters of an address; what cannot be a value filters nothing."""
        values, given = cls.read(query, kinds=MatterKind.values)
        return cls(
            **values,
            category=given["category"] if given["category"].isascii() else "",
            state=given["state"] if given["state"] in STATES else "",
            overdue=bool(given["overdue"]),
            age=age if (age := number_in(fold_digits(given["age"]), 3)) in AGES else None,
        )

    def rows(self, today: date | None = None) -> MatterQuerySet:
        """What everybody may see and passes the filters, in no order."""
        today = today or timezone.localdate()
        rows = Matter.objects.filter(state__in=self._states()).order_by()
        rows = rows if self.ward is None else rows.filter(ward__number=self.ward)
        rows = rows.filter(ward__borough__code=self.borough) if self.borough else rows
        rows = rows.filter(kind=self.kind) if self.kind else rows
        rows = rows.filter(category__slug=self.category) if self.category else rows
        rows = rows.filter(is_late_on(today)) if self.overdue else rows
        if self.age is not None:
            rows = rows.filter(published_at__lt=timezone.now() - timedelta(days=self.age))
        return self._with_words(rows)

    def _states(self) -> tuple[str, ...]:
        if self.state == IN_WORK:
            return WORK_STATES
        return (self.state,) if self.state else SHOWN_STATES

    def _with_words(self, rows: MatterQuerySet) -> MatterQuerySet:
        if not self.q:
            return rows
        terms = SearchTerms.of(self.q)
        return rows.filter(pk__in=texts_with(terms).values("matter")) if terms else rows.none()


def is_late_on(today: date) -> Q:
    """Whether the matter is late: in work, its day is over, and its clock does not stand still."""
    return Q(state__in=WORK_STATES, due_on__lt=today, clock_stopped_on=None)
