"""Previews a schedule: each date with its start and length, and the reason of each exception."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.chats.calendar.rules.parsing import require_dates
from sessions.chats.calendar.rules.placing import NO_BUSY_DAYS, BusyDays, Placed, WhenClosed, place_dates
from sessions.chats.calendar.rules.rule import Rule, dates_between, next_dates
from sessions.chats.calendar.rules.spans import Span
from sessions.chats.calendar.rules.starts import check_minutes, local_start
from sessions.platform.text.by_language import for_reader
from sessions.platform.text.by_language import gettext_lazy as _
from sessions.platform.text.digits import digits

MAX_MONTHS = 60
FIRST_PREVIEWED_YEAR, LAST_PREVIEWED_YEAR = 2000, 2200

_BAD_MONTHS = _("A preview covers from 1 to {most} months.")
_BAD_YEAR = _("The year must be from 2000 to 2200.")


@dataclass(frozen=True, slots=True)
class Plan:
    """A complete schedule. anchor_on: its first day, from which INTERVAL counts. last_on: its last day, if any.

    Raises ScheduleError minutes, from or to for an impossible plan, and RuleError for a rule without any date.
    """

    rule: Rule
    at: time
    minutes: int
    zone: ZoneInfo
    anchor_on: date
    last_on: date | None = None
    on_closed: WhenClosed = WhenClosed.NEXT_FREE

    def __post_init__(self) -> None:
        check_minutes(self.minutes)
        if not FIRST_PREVIEWED_YEAR <= self.anchor_on.year <= LAST_PREVIEWED_YEAR:
            raise ScheduleError("from", _BAD_YEAR)
        if self.last_on is not None:
            Span(self.anchor_on, self.last_on)
        require_dates(self.rule, anchor_on=self.anchor_on)


@dataclass(frozen=True, slots=True)
class Previewed:
    """One future chat session. note: how its hour was read, on a day when the clocks change."""

    placed: Placed
    starts_at: datetime
    minutes: int
    note: str | None = None

    @property
    def ends_at(self) -> datetime:
        """The start plus the elapsed minutes, in the same time zone."""
        return (self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(self.starts_at.tzinfo)


def preview_months(
    plan: Plan,
    *,
    from_on: date,
    months: int,
    busy: BusyDays = NO_BUSY_DAYS,
) -> list[Previewed]:
    """The rule's dates within that many months from a day, which is included; each placed.

    The rule's own dates decide which are within the months: a date moved beyond their end is included. Raises
    ScheduleError months unless 1 to 60, and from.
    """
    if not 1 <= months <= MAX_MONTHS:
        raise ScheduleError("months", _BAD_MONTHS.format(most=digits(MAX_MONTHS)))
    if not FIRST_PREVIEWED_YEAR <= from_on.year <= LAST_PREVIEWED_YEAR:
        raise ScheduleError("from", _BAD_YEAR)
    before_on = from_on + relativedelta(months=months)
    dates = dates_between(plan.rule, from_on=from_on, before_on=before_on, anchor_on=plan.anchor_on)
    return preview_dates(plan, dates, busy=busy)


def preview_next(
    plan: Plan,
    *,
    from_on: date,
    count: int = 12,
    busy: BusyDays = NO_BUSY_DAYS,
) -> list[Previewed]:
    """The next `count` dates of the rule from a day, which is included; each placed, for the clerk to check."""
    dates = next_dates(plan.rule, from_on=from_on, anchor_on=plan.anchor_on, count=count)
    return preview_dates(plan, dates, busy=busy)


def preview_dates(
    plan: Plan,
    dates: Sequence[date],
    *,
    busy: BusyDays = NO_BUSY_DAYS,
) -> list[Previewed]:
    """Preview these dates of the plan's rule, up to its last day, each placed and with its start."""
    kept = [day for day in dates if plan.last_on is None or day <= plan.last_on]
    placed_dates = place_dates(
        plan.rule,
        kept,
        anchor_on=plan.anchor_on,
        busy=busy,
        on_closed=plan.on_closed,
        last_on=plan.last_on,
    )
    previewed = []
    for placed in placed_dates:
        starts_at, note = local_start(placed.on, plan.at, plan.zone)
        previewed.append(Previewed(placed, starts_at, plan.minutes, note))
    return previewed


def contract_entry(entry: Previewed, *, with_suspended: bool = False) -> dict[str, Any]:
    """One date as `preview_schedule --json` prints it, in the active language.

    Always: on, starts_at, minutes, moved_from, because. Besides: suspended (true or false) if with_suspended; waits
    (true) while the clerk has to choose a day; note where the clocks change at that hour. A suspended or waiting date
    has the rule's own day in `on`; no chat session takes place on it.
    """
    placed = entry.placed
    made: dict[str, Any] = {
        "on": placed.on.isoformat(),
        "starts_at": entry.starts_at.isoformat(timespec="seconds"),
        "minutes": entry.minutes,
        "moved_from": placed.moved_from.isoformat() if placed.moved_from else None,
        "because": for_reader(placed.because) if placed.because else None,
    }
    if with_suspended or placed.is_suspended:
        made["suspended"] = placed.is_suspended
    if placed.waits:
        made["waits"] = True
    if entry.note:
        made["note"] = entry.note
    return made
