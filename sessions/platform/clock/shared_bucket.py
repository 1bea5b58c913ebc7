"""Shares one token bucket out among keys: first come while there is enough, and in turns once there is not; pure."""

import threading
from collections import OrderedDict


class SharedBucket:
    """All keys together may take `burst` tokens at once, and `per_second` more. Thread-safe; monotonic seconds.

    Once it is empty, each key that asks has an equal part of both: those who flood it come first no longer, and who
    took less than their part is served from what the others will get later. So all together may be ahead by one burst.
    Beyond `max_keys` the key that was unused longest is dropped.
    """

    def __init__(self, *, burst: int, per_second: float, max_keys: int) -> None:
        self._burst, self._per_second, self._max_keys = burst, per_second, max_keys
        self._full_after_s = burst / per_second
        self._lock = threading.Lock()
        self.clear()

    def take(self, key: str, now: float) -> float:
        """Take a token: 0 where there was one, else the seconds until there is one for this key."""
        with self._lock:
            self._refill(now)
            part = self._part_of(key, now)
            turn = len(self._parts) + (key not in self._parts)
            has_part = part >= turn and self._left > -self._burst
            is_taken = has_part or self._left >= 1
            if is_taken:
                self._left -= 1
            self._keep(key, max(0.0, part - turn) if is_taken else part, now)
        return 0.0 if is_taken else max(turn - part, 1.0) / self._per_second

    def used(self, key: str, now: float) -> float:
        """How much of its own part a key has used, from 0 to 1."""
        with self._lock:
            return 1 - self._part_of(key, now) / self._burst

    def clear(self) -> None:
        with self._lock:
            self._left, self._at = float(self._burst), float("-inf")
            # A key's part is counted as if it had the whole bucket to itself, and each token costs as many as there
            # are keys: so it need not be counted again when another key comes or goes.
            self._parts: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def _refill(self, now: float) -> None:
        if now > self._at:
            self._left = min(float(self._burst), self._left + (now - self._at) * self._per_second)
            self._at = now
        while self._parts:
            key, (_part, at) = next(iter(self._parts.items()))
            if now - at < self._full_after_s:
                return
            del self._parts[key]  # its part is full again, as that of a new key

    def _part_of(self, key: str, now: float) -> float:
        part, at = self._parts.get(key, (float(self._burst), now))
        return min(float(self._burst), part + max(0.0, now - at) * self._per_second)

    def _keep(self, key: str, part: float, now: float) -> None:
        self._parts.pop(key, None)
        self._parts[key] = (part, now)
        if len(self._parts) > self._max_keys:
            self._parts.popitem(last=False)
