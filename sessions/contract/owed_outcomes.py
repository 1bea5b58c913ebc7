"""What the office says of a promise that is owed from last time: exactly one of these."""

from enum import StrEnum


class OwedOutcome(StrEnum):
    """What became of an owed answer or promise.

    kept: with words that show it. new_day: once, with the reason. broken: with the reason.
    """

    KEPT = "kept"
    NEW_DAY = "new_day"
    BROKEN = "broken"
