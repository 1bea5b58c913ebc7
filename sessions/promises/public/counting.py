"""What the figures of promises count, from how each promise stands; pure, and the same for pages, files and verifiers.

Made: kept, claimed (the office says that it is kept, and nobody has confirmed it), disputed, open, broken or dropped.
One that was joined with another counts as that one; one whose question or suggestion was removed has lapsed, and is
counted apart. chatserver/docs/promises.md explains each figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from sessions.promises.public.log_folding import LoggedPromise

PROMISE_FIGURES_FORMAT = "councillor-chat-promise-figures/1"

COUNTED_STATES: Mapping[str, str] = {
    "kept": "kept",
    "claimed": "claimed_kept",
    "disputed": "disputed",
    "open": "made",
    "broken": "broken",
    "dropped": "dropped",
}
"""What is counted of those that were made, by the state in which each stands: together they are all that were made."""

OWED = ("made", "disputed")
ENDED_APART = ("merged", "lapsed")
"""States that are counted apart: not among those that were made: joined with another; lapsed, as what it answers was
removed."""

PROMISE_COUNTS = ("proposed", "refused", "unanswered", "made", *COUNTED_STATES, "overdue", "new_day", *ENDED_APART)
ADDED = ("unconfirmed", "unconfirmable")
"""Counts that documents of earlier releases do not have: of those claimed, the ones whose time for an answer is over,
and of these the ones that nobody can confirm."""

PROMISE_FIGURES_COLUMNS = ("ward", "year", "by", "of", *PROMISE_COUNTS, "median_days_late", *ADDED)
"""Columns of the files; new ones come at the end. ward: None for all of them; by: year or month; of: which one."""

type Key = tuple[int | None, str, str]
"""ward, or None for all together; year or month; of which one."""


@dataclass(slots=True)
class PromiseFigures:
    """The figures of promises.

    counts: by the names in PROMISE_COUNTS and ADDED. days_late: of those kept or claimed, 0 for each one in time.
    """

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*PROMISE_COUNTS, *ADDED), 0))
    days_late: list[float] = field(default_factory=list)

    @property
    def median_days_late(self) -> float | None:
        return float(median(self.days_late)) if self.days_late else None

    @property
    def has_any(self) -> bool:
        return any(self.counts.values())


def count_promises(promises: Iterable[LoggedPromise], year: int, as_of: date) -> dict[Key, PromiseFigures]:
    """Count the promises made in a year, and the proposals of that year, as they stood at the end of a day.

    All wards together come first, then each ward with any; of each the whole year, then its months.
    """
    found: defaultdict[Key, PromiseFigures] = defaultdict(PromiseFigures)
    found[None, "year", str(year)] = PromiseFigures()
    for promise in promises:
        if promise.proposed_on is not None and promise.proposed_on.year == year:
            for figures in _places(found, promise.ward, promise.proposed_on):
                _add_proposal(figures, promise, as_of)
        if promise.made_on is not None and promise.made_on.year == year:
            for figures in _places(found, promise.ward, promise.made_on):
                _add_made(figures, promise, as_of)
    return dict(sorted(found.items(), key=_in_order))


def is_promise_overdue(promise: LoggedPromise, as_of: date) -> bool:
    """Still owed, and its day is over: from the next day on."""
    return promise.state in OWED and promise.due_on is not None and promise.due_on < as_of


def days_late(promise: LoggedPromise) -> int | None:
    """Days of delay, from the day promised at first to the day on which the office said that it is kept.

    0 where that was in time.
    """
    if promise.state not in ("kept", "claimed_kept") or promise.claimed_on is None or promise.first_due_on is None:
        return None
    return max(0, (promise.claimed_on - promise.first_due_on).days)


def promise_figures_row(year: int, key: Key, figures: PromiseFigures) -> dict[str, Any]:
    """Plain JSON values; without a value None."""
    ward, by, of = key
    head = {"ward": ward, "year": year, "by": by, "of": of}
    values = figures.counts | {"median_days_late": figures.median_days_late}
    return head | {name: values[name] for name in PROMISE_FIGURES_COLUMNS[len(head) :]}


def _places(found: defaultdict[Key, PromiseFigures], ward: int, day: date) -> Iterable[PromiseFigures]:
    for each in (None, ward):
        yield found[each, "year", str(day.year)]
        yield found[each, "month", f"{day:%Y-%m}"]


def _add_proposal(figures: PromiseFigures, promise: LoggedPromise, as_of: date) -> None:
    counts = figures.counts
    counts["proposed"] += 1
    counts["refused"] += promise.state == "not_confirmed"
    is_late = promise.confirm_by is not None and promise.confirm_by < as_of
    counts["unanswered"] += promise.state == "proposed" and is_late


def _add_made(figures: PromiseFigures, promise: LoggedPromise, as_of: date) -> None:
    counts = figures.counts
    if promise.state in ENDED_APART:
        counts[promise.state] += 1
        return
    counts["made"] += 1
    for name, state in COUNTED_STATES.items():
        counts[name] += promise.state == state
    counts["overdue"] += is_promise_overdue(promise, as_of)
    if promise.state == COUNTED_STATES["claimed"]:
        counts["unconfirmed"] += promise.claim_end in ADDED
        counts["unconfirmable"] += promise.claim_end == "unconfirmable"
    counts["new_day"] += promise.due_on != promise.first_due_on
    late = days_late(promise)
    if late is not None:
        figures.days_late.append(late)


def _in_order(entry: tuple[Key, PromiseFigures]) -> tuple[Any, ...]:
    (ward, by, of), _figures = entry
    return (ward is not None, ward or 0, by != "year", of)
