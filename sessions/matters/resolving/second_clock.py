"""The clock of what was not done although the office said so: it goes on, with days of its own to react in."""

from datetime import date

from django.utils import timezone

from sessions.matters.deadlines import closed_days_of
from sessions.matters.resolving.clock.later_holidays import move_days
from sessions.matters.working_days import add_working_days
from sessions.models import Matter


def start_second_clock(matter: Matter, day: date) -> None:
    """Count from this day; the caller saves it.

    A claim that was not true wins no time but the days in which a new complaint has to be acknowledged, too: what is
    left of the first clock counts, or those days, whichever is later.
    """
    move_days(matter, day)  # while it was claimed done, nobody did
    closed = closed_days_of(matter.ward)
    react_by = add_working_days(day, matter.category.acknowledge_days, closed)
    matter.clock_from, matter.clock_stopped_on, matter.counted_at = day, None, timezone.now()
    matter.acknowledge_by, matter.is_acknowledged = react_by, False
    matter.due_on = max(matter.due_on or react_by, react_by)
    matter.overdue_stage = 0
