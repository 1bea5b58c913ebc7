"""Judge whether hints arrive, by messages of our own that come back; pure. All times are monotonic seconds."""

from enum import StrEnum

HEARTBEAT_EVERY_S = 0.4
DOUBT_AFTER_S = 0.9
DOWN_AFTER_S = 5.0
STANDSTILL_AFTER_S = 0.5
"""The caller judges much more often than that; if not, the whole process stood still."""


class Health(StrEnum):
    """How well hints arrive.

    While in doubt, nobody relies on hints, and nothing else happens: a short pause of Redis is no fault.
    """

    OK = "ok"
    IN_DOUBT = "in doubt"
    DOWN = "down"


class Heartbeat:
    """Begins in doubt. Once it is down, it stays so until a message is heard again."""

    def __init__(self, now: float) -> None:
        self._is_down = False
        self.start_over(now)

    def hear(self, now: float) -> None:
        """A message of our own came back."""
        self._heard_at = now
        self._is_down = False

    def fail(self) -> None:
        """The caller knows already that nothing can arrive."""
        self._is_down = True

    def start_over(self, now: float) -> None:
        """Wait again, with nothing heard yet."""
        self._heard_at = now - DOUBT_AFTER_S
        self._looked_at = now

    def look(self, now: float) -> Health:
        """Judge. Time in which this process stood still, and could hear nothing, does not count."""
        self._heard_at += max(0.0, now - self._looked_at - STANDSTILL_AFTER_S)
        self._looked_at = now
        silent_s = now - self._heard_at
        self._is_down = self._is_down or self.is_silent(now)
        if self._is_down:
            return Health.DOWN
        return Health.OK if silent_s < DOUBT_AFTER_S else Health.IN_DOUBT

    def is_silent(self, now: float) -> bool:
        """Whether nothing was heard for so long that another subscription should be tried."""
        return now - self._heard_at >= DOWN_AFTER_S
