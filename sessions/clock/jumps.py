"""Tell a clock that jumped from time that passed; pure.

A reading holds two values: what the clock on the wall shows, and the seconds since the machine started, which nobody
can set. Those seconds run on while the machine sleeps and while our program is stopped: neither looks like a jump.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

BOUND = timedelta(minutes=1)
"""What NTP slews stays below: Linux slews the seconds that passed with the clock, and elsewhere it is 2 s an hour."""

BELIEVED_AFTER_SECONDS = 300
ANCHORED_FOR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Reading:
    """boot: names the start of the machine since which `passed` counts."""

    boot: str
    passed: float
    wall: datetime


def jump_between(earlier: Reading, later: Reading) -> timedelta:
    """How far the clock moved beyond the time that passed; zero within a minute, and between two boots."""
    if earlier.boot != later.boot:
        return timedelta(0)
    jump = later.wall - earlier.wall - timedelta(seconds=later.passed - earlier.passed)
    return jump if abs(jump) > BOUND else timedelta(0)


@dataclass(frozen=True, slots=True)
class Trust:
    """What we believe about a clock. ahead: the first reading after a forward jump that is not believed yet.

    is_denied: whether a better source has said that the jump is wrong: then no time that passes makes it right.
    """

    sure: Reading
    ahead: Reading | None = None
    is_denied: bool = False

    def now(self, reading: Reading) -> datetime:
        """The time to use: never later than the clock, nor later than what is sure."""
        if self.ahead is None:
            return reading.wall
        return min(reading.wall, self.sure.wall + timedelta(seconds=reading.passed - self.sure.passed))


def judge(trust: Trust, reading: Reading, *, agrees: bool | None = None) -> tuple[Trust, timedelta]:
    """The trust after a reading, and the jump that this reading is the first to show; mostly zero.

    A jump back is followed at once. A jump forward is followed only once it is confirmed, so that nothing begins early.
    agrees: whether a better source confirms a reading that is ahead; None if it was not asked, or without one: then a
    jump is believed after it has held for five minutes, unless the better source has denied it before.
    """
    jump = jump_between(trust.sure, reading)
    if not jump:
        return _anchored(trust.sure, reading), jump
    if jump < timedelta(0):
        return Trust(reading), jump
    is_known = trust.ahead is not None and not jump_between(trust.ahead, reading)
    ahead = trust.ahead if trust.ahead is not None and is_known else reading
    has_held = reading.passed - ahead.passed >= BELIEVED_AFTER_SECONDS
    is_denied = agrees is False or (agrees is None and is_known and trust.is_denied)
    believed = (has_held and not is_denied) if agrees is None else agrees
    return Trust(reading) if believed else Trust(trust.sure, ahead, is_denied), timedelta(0) if is_known else jump


def _anchored(sure: Reading, reading: Reading) -> Trust:
    """Measure from one reading for an hour, so that many small steps add up to one visible jump."""
    is_same = sure.boot == reading.boot and reading.passed - sure.passed < ANCHORED_FOR_SECONDS
    return Trust(sure if is_same else reading)
