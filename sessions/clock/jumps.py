"""Tell a clock that jumped from time that passed; pure.

A reading sets what the clock on the wall shows beside the seconds since the machine started, which nobody can set. They
run on while a machine sleeps, and while our program is not running: neither sleep nor downtime looks like a jump.
"""

from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Judged:
    """The trust after a reading; jump is other than zero where this reading is the first to show it."""

    trust: Trust
    jump: timedelta = timedelta(0)


def judge(trust: Trust, reading: Reading, *, agrees: bool | None = None) -> Judged:
    """Follow the clock back at once, and forward only once that is confirmed: nothing shall begin early.

    agrees is what another clock says of this reading, where there is one; else a jump is believed that has held for
    five minutes. It is asked for only while trust.ahead or the jump says that there is one.
    """
    jump = jump_between(trust.sure, reading)
    if not jump:
        return Judged(_anchored(trust.sure, reading))
    if jump < timedelta(0):
        return Judged(Trust(reading), jump)
    is_new = trust.ahead is None or bool(jump_between(trust.ahead, reading))
    ahead = reading if is_new or trust.ahead is None else trust.ahead
    has_held = reading.passed - ahead.passed >= BELIEVED_AFTER_SECONDS
    believed = agrees if agrees is not None else has_held
    return Judged(Trust(reading) if believed else replace(trust, ahead=ahead), jump if is_new else timedelta(0))


def _anchored(sure: Reading, reading: Reading) -> Trust:
    """Measured from one reading for an hour, so that many small steps are seen as the jump that they make together."""
    is_same = sure.boot == reading.boot and reading.passed - sure.passed < ANCHORED_FOR_SECONDS
    return Trust(sure if is_same else reading)
