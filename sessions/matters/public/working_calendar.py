"""Counts working days between many pairs of days: each in the same short time, however far they are apart; pure."""

from datetime import date, timedelta
from itertools import accumulate

from sessions.matters.working_days import MOST_DAYS_COUNTED, Days, is_working_day


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
