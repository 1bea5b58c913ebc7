"""Which of several monthly bookings ever run at the same time, over every shape that a month can have."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from sessions.calendar.rules.rule import Rule, Shape, days_in_shape, shapes_of_month

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Booking:
    """A rule with its hour and length."""

    rule: Rule
    at: time
    minutes: int

    def begins_in(self, shape: Shape) -> list[int]:
        """In minutes from the beginning of a month of this shape. BYMONTH and INTERVAL are left aside."""
        at = self.at.hour * 60 + self.at.minute
        return [day * _DAY + at for day in days_in_shape(self.rule, shape)]


def find_meetings(bookings: Sequence[Booking]) -> list[frozenset[int]]:
    """For each booking the moments at which it runs, as numbers. Two bookings meet exactly if they share one.

    Those that run at one moment run at the beginning of one of them, so the beginnings are all the moments that
    matter; those at which the same bookings run count as one. How many share a moment is how many run at once.
    """
    running: dict[tuple[Shape, int], list[int]] = defaultdict(list)
    for shape in sorted({shape for month in range(1, 13) for shape in shapes_of_month(month)}):
        begins = [booking.begins_in(shape) for booking in bookings]
        moments = sorted({moment for each in begins for moment in each})
        for index, booking in enumerate(bookings):
            for begin in begins[index]:
                within = slice(bisect_left(moments, begin), bisect_left(moments, begin + booking.minutes))
                for moment in moments[within]:
                    running[shape, moment].append(index)
    meetings: list[set[int]] = [set() for _ in bookings]
    for number, together in enumerate(sorted({tuple(indexes) for indexes in running.values()})):
        for index in together:
            meetings[index].add(number)
    return [frozenset(moments) for moments in meetings]
