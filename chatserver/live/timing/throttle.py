"""How much one client may send: a token bucket for commands, and counted faults that no honest client makes; pure."""

import threading

from sessions.contract.limits import (
    FAULTS_WINDOW_S,
    MAX_COMMAND_KEYS,
    MAX_FAULTS,
    RESIDENT_COMMANDS,
    STAFF_COMMANDS,
    Rate,
)


class TokenBucket:
    """A burst at once, then one more command for each share of a second. All times are monotonic seconds."""

    __slots__ = ("_allowance", "_at", "_tokens")

    def __init__(self, now: float, allowance: Rate = RESIDENT_COMMANDS) -> None:
        self._allowance = allowance
        self._tokens = float(allowance.burst)
        self._at = now

    def take(self, now: float) -> int:
        """Take a token: 0, or, if there is none, the milliseconds until there is one."""
        self._fill(now)
        if self._tokens >= 1:
            self._tokens -= 1
            return 0
        return int((1 - self._tokens) / self._allowance.per_second * 1000) + 1

    def is_full(self, now: float) -> bool:
        self._fill(now)
        return self._tokens >= self._allowance.burst

    def _fill(self, now: float) -> None:
        since = max(0.0, now - self._at)
        self._tokens = min(float(self._allowance.burst), self._tokens + since * self._allowance.per_second)
        self._at = now


class RecentFaults:
    """Counts faults within the last minute."""

    __slots__ = ("_limit", "_moments")

    def __init__(self, limit: int = MAX_FAULTS) -> None:
        self._limit = limit
        self._moments: list[float] = []  # never longer than the limit: a deque is ten times as large

    def add(self, now: float) -> bool:
        """Count one more; True when the limit is reached."""
        self._moments = [moment for moment in self._moments[-self._limit :] if moment > now - FAULTS_WINDOW_S]
        self._moments.append(now)
        return len(self._moments) >= self._limit


class Buckets:
    """One bucket for each account, shared by its sockets and requests. Safe between threads."""

    def __init__(self, allowance: Rate = RESIDENT_COMMANDS) -> None:
        self._allowance = allowance
        self._lock = threading.Lock()
        self._buckets: dict[int, TokenBucket] = {}

    def take(self, account_id: int, now: float) -> int:
        """Take a token from the account's own bucket; see TokenBucket.take."""
        with self._lock:
            bucket = self._buckets.get(account_id)
            if bucket is None:
                self._make_room(now)
                bucket = self._buckets[account_id] = TokenBucket(now, self._allowance)
            return bucket.take(now)

    def _make_room(self, now: float) -> None:
        """A full bucket can be dropped: a new one is full, too."""
        if len(self._buckets) >= MAX_COMMAND_KEYS:
            self._buckets = {owner: kept for owner, kept in self._buckets.items() if not kept.is_full(now)}


buckets, desk_buckets = Buckets(), Buckets(STAFF_COMMANDS)
"""The buckets of this process: of all accounts, and of those whose socket is at the desk."""
