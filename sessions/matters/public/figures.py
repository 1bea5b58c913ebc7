"""The figures of a ward: how many complaints and suggestions stand in which state, and how long the work took.

They are counted from the rows, as they stand now, in one query; pages and files say the same. "Not possible" counts as
not done, and so does what is only half done or disputed: that is open.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from statistics import median
from typing import Any

from django.db.models import Count
from django.utils import timezone

from sessions.matters.deadlines import closed_days_of
from sessions.matters.public.facts import done_at
from sessions.matters.public.filters import is_late_on
from sessions.matters.public.state import state_of_matters
from sessions.matters.working_days import MOST_DAYS_COUNTED, Days, is_working_day
from sessions.models import SHOWN_STATES, WORK_STATES, Matter, MatterKind, MatterState, Ward
from sessions.platform.lists.kept_values import KeptValues

MATTER_FIGURES_FORMAT = "councillor-chat-matter-figures/1"
COUNTED = {
    "claimed": MatterState.CLAIMED_DONE,
    "confirmed": MatterState.CONFIRMED_DONE,
    "unconfirmed": MatterState.DONE_UNCONFIRMED,
    "not_possible": MatterState.NOT_POSSIBLE,
    "accepted": MatterState.ACCEPTED,
    "done": MatterState.DONE,
    "not_accepted": MatterState.NOT_ACCEPTED,
}
MATTER_FIGURES_COLUMNS = (
    "ward",
    "kind",
    "by",
    "of",
    "published",
    "open",
    "overdue",
    *COUNTED,
    "others",
    "median_days_claimed",
    "median_days_confirmed",
)
"""Columns of the files. by: all, category or month; of: the category's slug, or the month of publication."""


@dataclass(slots=True)
class MatterFigures:
    """days_claimed, days_confirmed: working days from the day of publication, of those that stand so now."""

    states: Counter[str] = field(default_factory=Counter)
    overdue: int = 0
    days_claimed: list[int] = field(default_factory=list)
    days_confirmed: list[int] = field(default_factory=list)

    @property
    def published(self) -> int:
        return self.states.total()

    @property
    def open(self) -> int:
        return sum(self.states[state] for state in WORK_STATES)

    @property
    def others(self) -> int:
        """Joined with others, withdrawn or removed, after they were public."""
        return sum(count for state, count in self.states.items() if state not in SHOWN_STATES)

    def count(self, name: str) -> int:
        """Count one figure. name: a key of COUNTED."""
        return self.states[COUNTED[name]]

    @property
    def median_claimed(self) -> float | None:
        return median(self.days_claimed) if self.days_claimed else None

    @property
    def median_confirmed(self) -> float | None:
        return median(self.days_confirmed) if self.days_confirmed else None


type Key = tuple[str, str, str]
"""kind; all, category or month; of which one."""


def matter_figures_of_ward(ward: Ward, today: date) -> dict[Key, MatterFigures]:
    """The figures of each kind: in all, by category, and by the month of publication, the newest month first."""
    columns = (
        "kind",
        "state",
        "category__slug",
        "published_at",
        "ended_at",
        "changed_at",
        "due_on",
        "clock_stopped_on",
    )
    rows = list(Matter.objects.filter(ward=ward, published_at__isnull=False).order_by().values_list(*columns))
    days = [timezone.localdate(row[3]) for row in rows]
    calendar = WorkingCalendar(min(days, default=today), today, closed_days_of(ward))
    found: defaultdict[Key, MatterFigures] = defaultdict(MatterFigures)
    for kind in MatterKind.values:
        found[kind, "all", ""] = MatterFigures()
    for row, day in zip(rows, days, strict=True):
        kind, state, category, _published_at, ended_at, changed_at, due_on, stopped_on = row
        is_late = state in WORK_STATES and due_on is not None and stopped_on is None and due_on < today
        took = [
            None if at is None else calendar.between(day, timezone.localdate(at))
            for at in done_at(state, ended_at, changed_at)
        ]
        for key in (("all", ""), ("category", category), ("month", f"{day:%Y-%m}")):
            _add(found[(kind, *key)], state, is_late=is_late, took=took)
    return dict(sorted(found.items(), key=_in_order))


def _add(figures: MatterFigures, state: str, *, is_late: bool, took: list[int | None]) -> None:
    figures.states[state] += 1
    figures.overdue += is_late
    for days, kept in zip(took, (figures.days_claimed, figures.days_confirmed), strict=True):
        if days is not None:
            kept.append(days)


def _in_order(entry: tuple[Key, MatterFigures]) -> tuple[Any, ...]:
    (kind, by, of), figures = entry
    newest = tuple(-int(part) for part in of.split("-")) if by == "month" else ()
    return kind, ("all", "category", "month").index(by), newest, -figures.published, of


def matter_figures_row(ward: int, key: Key, figures: MatterFigures) -> dict[str, Any]:
    """Plain JSON values; without a value None."""
    kind, by, of = key
    counts = {name: figures.count(name) for name in COUNTED}
    return {
        "ward": ward,
        "kind": kind,
        "by": by,
        "of": of,
        "published": figures.published,
        "open": figures.open,
        "overdue": figures.overdue,
        **counts,
        "others": figures.others,
        "median_days_claimed": figures.median_claimed,
        "median_days_confirmed": figures.median_confirmed,
    }


_kept: KeptValues[dict[str, dict[int, MatterFigures]]] = KeptValues(1)


def figures_by_ward(today: date) -> dict[str, dict[int, MatterFigures]]:
    """Each kind's figures by ward number, without days, for wards with any; counted once for each state of the list."""
    return _kept.get(state_of_matters(today), "wards", lambda: _count_by_ward(today))


def _count_by_ward(today: date) -> dict[str, dict[int, MatterFigures]]:
    """Counts by ward, in one grouped query."""
    found: dict[str, defaultdict[int, MatterFigures]] = {kind: defaultdict(MatterFigures) for kind in MatterKind.values}
    rows = Matter.objects.filter(published_at__isnull=False).order_by().values("ward__number", "kind", "state")
    rows = rows.annotate(count=Count("pk"), late=Count("pk", filter=is_late_on(today)))
    for ward, kind, state, count, late in rows.values_list("ward__number", "kind", "state", "count", "late"):
        found[kind][ward].states[state] = count
        found[kind][ward].overdue += late
    return {kind: dict(sorted(of_kind.items())) for kind, of_kind in found.items()}


# Counts working days between many pairs of days: each in the same short time, however far they are apart; pure.


class WorkingCalendar:
    """Working days from the first day to the last, at most MOST_DAYS_COUNTED; days beyond count as these ends."""

    def __init__(self, first: date, last: date, closed: Days) -> None:
        self._first = first
        length = min(max((last - first).days, 0), MOST_DAYS_COUNTED)
        ends = first + timedelta(days=length)
        near = [(start, end) for start, end in closed if start <= ends and end >= first]
        days = (first + timedelta(days=each) for each in range(length + 1))
        self._until = list(accumulate(int(is_working_day(day, near)) for day in days))

    def between(self, start: date, end: date) -> int:
        """Count the working days after the start, up to the end, like working_days_between()."""
        return max(self._count(end) - self._count(start), 0)

    def _count(self, day: date) -> int:
        return self._until[min(max((day - self._first).days, 0), len(self._until) - 1)]
