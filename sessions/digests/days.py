"""On which day the digest of a month is made, and between which moments that month lies; pure but for the time zone."""

from datetime import date, datetime

from sessions.matters.working_days import Days, add_working_days
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.text.months import month_before, next_month


def due_month(today: date, closed: Days) -> date | None:
    """The month whose digest should be made by today: the last one, from the first working day after it on.

    closed: days on which the city does not work. A clock that was down makes it up within this month; older ones are
    never made.
    """
    month = month_before(today)
    return month if today >= add_working_days(next_month(month), 0, closed) else None


def moments_of(month: date) -> tuple[datetime, datetime]:
    """The month's first moment in the city, and the first moment after the month."""
    return city_moment(month), city_moment(next_month(month))
