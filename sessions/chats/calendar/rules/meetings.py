"""Finds monthly bookings that ever run at the same time, over every shape that a month can have."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from sessions.chats.calendar.rules.rule import Rule, Shape, days_in_shape, shapes_of_month

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Booking:
    """A rule with its hour and its length in minutes."""

    rule: Rule
    at: time
    minutes: int

    def begins_in(self, shape: Shape) -> list[int]:
        """The starts in a month of this shape, in minutes from its beginning. Ignores BYMONTH and INTERVAL."""
        at = self.at.hour * 60 + self.at.minute
        return [day * _DAY + at for day in days_in_shape(self.rule, shape)]


def find_meetings(bookings: Sequence[Booking]) -> list[frozenset[int]]:
    """Find the meetings of bookings.

    For each booking, numbers of the moments at which it runs. Two bookings meet exactly if they share a moment.

    Bookings that run together also run together at the start of one of them, so only starts are moments. Moments with
    the same bookings count as one. The number of bookings that share a moment is the number that run at once.
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
