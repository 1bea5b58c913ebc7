"""Tell a clock that jumped from time that passed; pure.

A reading sets what the clock on the wall shows beside the seconds since the machine started, which nobody can set. They
run on while a machine sleeps, and while our program is not running: neither sleep nor downtime looks like a jump.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

BOUND = timedelta(minutes=1)
DRIFT = 0.001
"""The most that a clock is slewed by: twice what NTP does at its fastest (500 parts in a million)."""

BELIEVED_AFTER_SECONDS = 300
ANCHORED_FOR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Reading:
    """boot names the start of the machine since which `passed` counts."""

    boot: str
    passed: float
    wall: datetime


def jump_between(earlier: Reading, later: Reading) -> timedelta:
    """How far the clock went beyond what passed; zero within what is usual, and where two starts cannot be compared."""
    if earlier.boot != later.boot:
        return timedelta(0)
    passed = timedelta(seconds=later.passed - earlier.passed)
    jump = later.wall - earlier.wall - passed
    return jump if abs(jump) > BOUND + abs(passed) * DRIFT else timedelta(0)


@dataclass(frozen=True, slots=True)
class Trust:
    """What is believed of a clock. ahead is the first reading after a jump forward that is not believed yet."""

    sure: Reading
    ahead: Reading | None = None

    def now(self, reading: Reading) -> datetime:
        """The time to go by: never later than what the clock shows, nor than what is sure."""
        if self.ahead is None:
            return reading.wall
        return min(reading.wall, self.sure.wall + timedelta(seconds=reading.passed - self.sure.passed))


def judge(trust: Trust, reading: Reading, *, agrees: bool | None = None) -> tuple[Trust, timedelta]:
    """The trust after a reading, and the jump that this reading is the first to show; mostly zero.

    The clock is followed back at once, and forward only once that is confirmed: nothing shall begin early. agrees is
    what somebody who knows better says of a reading that is ahead; else a jump is believed that has held for five
    minutes.
    """
    jump = jump_between(trust.sure, reading)
    if not jump:
        return _anchored(trust.sure, reading), jump
    if jump < timedelta(0):
        return Trust(reading), jump
    is_known = trust.ahead is not None and not jump_between(trust.ahead, reading)
    ahead = trust.ahead if trust.ahead is not None and is_known else reading
    has_held = reading.passed - ahead.passed >= BELIEVED_AFTER_SECONDS
    believed = has_held if agrees is None else agrees
    return Trust(reading) if believed else Trust(trust.sure, ahead), timedelta(0) if is_known else jump


def _anchored(sure: Reading, reading: Reading) -> Trust:
    """Measured from one reading for an hour, so that many small steps are seen as the jump that they make together."""
    is_same = sure.boot == reading.boot and reading.passed - sure.passed < ANCHORED_FOR_SECONDS
    return Trust(sure if is_same else reading)
