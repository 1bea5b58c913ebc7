"""By which day a complaint or suggestion has to be acknowledged and resolved; stopping and restarting that clock."""

from datetime import date
from typing import Protocol

from django.db.models import BigIntegerField
from django.utils import timezone

from sessions.matters.working_days import Days, add_working_days, working_days_between
from sessions.models import Closure, Matter, Ward
from sessions.platform.database.prepared_query import Given, PreparedQuery


class CountedDays(Protocol):
    """What of a matter decides whether it is overdue; read-only."""

    @property
    def due_on(self) -> date | None: ...
    @property
    def clock_stopped_on(self) -> date | None: ...


def closed_days_of(ward: Ward) -> Days:
    """The closed days of the ward and of the city. A freeze closes no day: clocks run on in it."""
    return _closed_query.rows(ward=ward.pk)


_closed_query = PreparedQuery(
    lambda: Closure.objects.closed().for_ward(Given("ward", BigIntegerField())).values_list("from_on", "to_on")
)


def start_clock(matter: Matter, day: date) -> None:
    """Count from this day; the caller saves it."""
    closed = closed_days_of(matter.ward)
    matter.clock_from, matter.clock_stopped_on, matter.counted_at = day, None, timezone.now()
    matter.acknowledge_by = add_working_days(day, matter.category.acknowledge_days, closed)
    matter.due_on = add_working_days(day, matter.category.resolve_days, closed)
    matter.first_due_on = matter.first_due_on or matter.due_on


def stop_clock(matter: Matter, day: date) -> None:
    """Stop the clock while the resident is asked for something. Stopping it twice keeps the first day."""
    matter.clock_stopped_on = matter.clock_stopped_on or day


def restart_clock(matter: Matter, day: date) -> None:
    """The working days that were left when it stopped are left now; it may have been overdue already."""
    if matter.clock_stopped_on is None or matter.due_on is None:
        return
    closed = closed_days_of(matter.ward)
    stopped, due_on = matter.clock_stopped_on, matter.due_on
    matter.clock_stopped_on, matter.clock_from, matter.counted_at = None, day, timezone.now()
    if due_on >= stopped:
        matter.due_on = add_working_days(day, working_days_between(stopped, due_on, closed), closed)


def is_overdue(matter: CountedDays, today: date) -> bool:
    """Whether the matter is overdue: from the day after the one on which it was due, unless the clock stands still."""
    return matter.due_on is not None and matter.clock_stopped_on is None and matter.due_on < today
