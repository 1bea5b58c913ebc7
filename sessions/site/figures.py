"""The figures on the pages of wards, boroughs and the city: complaints, suggestions and promises, counted by ward.

They are counted from the rows as they stand now, by the database, from indexes that hold all that is counted.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from sessions.models import (
    MADE_STATES,
    OWED_STATES,
    SHOWN_STATES,
    WORK_STATES,
    Matter,
    MatterKind,
    MatterState,
    Promise,
    PromiseState,
)
from sessions.site.scope import Scope

MATTER_PARTS: dict[str, tuple[str, ...]] = {
    "open": WORK_STATES,
    "claimed": (MatterState.CLAIMED_DONE,),
    "confirmed": (MatterState.CONFIRMED_DONE, MatterState.DONE),
    "unconfirmed": (MatterState.DONE_UNCONFIRMED,),
    "not_possible": (MatterState.NOT_POSSIBLE, MatterState.NOT_ACCEPTED),
}
PROMISE_PARTS: dict[str, tuple[str, ...]] = {
    "kept": (PromiseState.KEPT,),
    "claimed": (PromiseState.CLAIMED_KEPT,),
    "owed": OWED_STATES,
    "broken": (PromiseState.BROKEN, PromiseState.DROPPED),
}


@dataclass(slots=True)
class SiteFigures:
    """The figures of the start page.

    matters: by kind, and by state; promises: by state. late, late_promises: those of the open ones that are.
    """

    complaints: Counter[str] = field(default_factory=Counter)
    suggestions: Counter[str] = field(default_factory=Counter)
    promises: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    late_promises: int = 0

    def matters(self, part: str, kind: str = "") -> int:
        """Count a part of the matters. part: a key of MATTER_PARTS; kind: of both without it."""
        kinds = {MatterKind.COMPLAINT: (self.complaints,), MatterKind.SUGGESTION: (self.suggestions,)}
        counted = kinds.get(MatterKind(kind), ()) if kind else (self.complaints, self.suggestions)
        return sum(each[state] for each in counted for state in MATTER_PARTS[part])

    def promises_that_are(self, part: str) -> int:
        """Count a part of the promises. part: a key of PROMISE_PARTS."""
        return sum(self.promises[state] for state in PROMISE_PARTS[part])

    @property
    def published(self) -> int:
        return self.complaints.total() + self.suggestions.total()

    @property
    def open(self) -> int:
        return self.matters("open")

    @property
    def overdue(self) -> int:
        return self.late.total()

    @property
    def made(self) -> int:
        return self.promises.total()

    @property
    def kept(self) -> int:
        """Kept, and confirmed by those who asked."""
        return self.promises_that_are("kept")

    @property
    def owed(self) -> int:
        return self.promises_that_are("owed")

    def add(self, other: "SiteFigures") -> None:
        self.complaints += other.complaints
        self.suggestions += other.suggestions
        self.promises += other.promises
        self.late += other.late
        self.late_promises += other.late_promises


def site_figures_by_ward(scope: Scope, today: date) -> defaultdict[int, SiteFigures]:
    """Ward id to its figures; two queries."""
    found: defaultdict[int, SiteFigures] = defaultdict(SiteFigures)
    _count_matters(found, scope, today)
    _count_promises(found, scope, today)
    return found


def site_figures_of(scope: Scope, today: date) -> SiteFigures:
    """The figures of all wards of the scope together."""
    total = SiteFigures()
    for figures in site_figures_by_ward(scope, today).values():
        total.add(figures)
    return total


def _count_matters(found: defaultdict[int, SiteFigures], scope: Scope, today: date) -> None:
    """Count matters by state, and those late today: in work, past their day, and the clock not stopped (is_late_on)."""
    rows = Matter.objects.order_by()
    if (wards := scope.ward_ids()) is not None:
        rows = rows.filter(ward__in=list(wards))
    late = Count("due_on", filter=Q(due_on__lt=today, clock_stopped_on=None))
    # In the order of the index, and of all states: with some of them SQLite would read the rows of a whole city.
    counted = rows.values("ward_id", "state", "kind").annotate(count=Count("*"), late=late)
    for ward, state, kind, count, late_ones in counted.values_list("ward_id", "state", "kind", "count", "late"):
        if state not in SHOWN_STATES:
            continue
        figures = found[ward]
        (figures.suggestions if kind == MatterKind.SUGGESTION else figures.complaints)[state] += count
        if state in WORK_STATES:
            figures.late[kind] += late_ones


def _count_promises(found: defaultdict[int, SiteFigures], scope: Scope, today: date) -> None:
    rows = Promise.objects.filter(state__in=MADE_STATES).order_by()
    if (wards := scope.ward_ids()) is not None:
        rows = rows.filter(ward__in=list(wards))
    late = Count("due_on", filter=Q(due_on__lt=today))
    counted = rows.values("ward_id", "state").annotate(count=Count("*"), late=late)
    for ward, state, count, late_ones in counted.values_list("ward_id", "state", "count", "late"):
        found[ward].promises[state] += count
        if state in OWED_STATES:
            found[ward].late_promises += late_ones
