"""Tell a clock that jumped from time that passed; pure.

A reading holds two values: what the clock on the wall shows, and the seconds since the machine started, which nobody
can set. Those seconds run on while the machine sleeps and while our program is stopped: neither looks like a jump.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

BOUND = timedelta(minutes=1)
"""What NTP slews stays below: Linux slews the seconds that passed with the clock, and elsewhere it is 2 s an hour."""

BELIEVED_AFTER_SECONDS = 300
ANCHORED_FOR_SECONDS = 3600
NO_JUMP = timedelta(0)


@dataclass(frozen=True, slots=True)
class Reading:
    """Readings of both clocks at one moment.

    passed: the seconds since the machine started. Readings of two starts cannot be compared.
    """

    passed: float
    wall: datetime


def jump_between(earlier: Reading, later: Reading) -> timedelta:
    """How far the clock moved beyond the time that passed; zero within a minute."""
    jump = later.wall - earlier.wall - timedelta(seconds=later.passed - earlier.passed)
    return jump if abs(jump) > BOUND else NO_JUMP


@dataclass(frozen=True, slots=True)
class Trust:
    """What we believe about a clock. ahead: the first reading after a forward jump that is not believed yet.

    agreed: whether the database's clock has once shown the same since ours was set back; None without a second clock.
    """

    sure: Reading
    ahead: Reading | None = None
    agreed: bool | None = None

    def now(self, reading: Reading) -> datetime:
        """The time to use: never later than the clock, nor later than what is sure."""
        return reading.wall - max(NO_JUMP, jump_between(self.sure, reading))

    def new_jump(self, reading: Reading) -> timedelta:
        """The jump that this reading is the first to show; mostly zero."""
        return jump_between(self.ahead or self.sure, reading)


def judge(trust: Trust, reading: Reading, shown: datetime | None) -> Trust:
    """The trust after a reading. shown: what the database's clock shows then; None without a second clock.

    A jump back is followed at once. A jump forward is followed only once it is confirmed, so that nothing begins early:
    by the database's clock, unless that was the same as ours before, and may have jumped with it, or a moment earlier;
    or because it has held for five minutes in which the database's clock did not deny it.
    """
    agrees = abs(shown - reading.wall) <= BOUND if shown is not None else None
    jump = jump_between(trust.sure, reading)
    if jump <= NO_JUMP:
        # Measured from one reading for an hour, many small steps add up to one visible jump.
        is_anchored = not jump and reading.passed - trust.sure.passed < ANCHORED_FOR_SECONDS
        return Trust(trust.sure if is_anchored else reading, agreed=agrees if jump else trust.agreed or agrees)
    has_stayed = agrees is not False and not trust.new_jump(reading)
    ahead = trust.ahead if trust.ahead and has_stayed else reading
    has_held = reading.passed - ahead.passed >= BELIEVED_AFTER_SECONDS
    is_corrected = trust.agreed is False and agrees is True
    if is_corrected or has_held:
        return Trust(reading, agreed=agrees)
    return replace(trust, ahead=ahead)
