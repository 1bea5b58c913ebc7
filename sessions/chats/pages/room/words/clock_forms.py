"""How the reader's language writes the time of day, for scripts: taken from what the server itself writes."""

from datetime import datetime
from itertools import groupby

from django.utils import timezone

from sessions.city.display import clock_time
from sessions.platform.text.digits import in_own_digits
from sessions.platform.text.direction.marks import FIRST_STRONG, POP

LATEST_FIRST = range(23, -1, -1)


def clock_forms() -> list[tuple[int, str]]:
    """The forms of the clock.

    From which hour on the time is written how, the latest first: [(12, "{time} pm"), (0, "{time} am")].
    """
    forms = groupby(LATEST_FIRST, key=_form_at)
    return [(min(hours), form) for form, hours in forms]


def _form_at(hour: int) -> str:
    at = datetime(2027, 1, 1, hour, 30, tzinfo=timezone.get_current_timezone())
    return clock_time(at).strip(FIRST_STRONG + POP).replace(in_own_digits(f"{hour % 12 or 12}:30"), "{time}")
