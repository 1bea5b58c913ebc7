"""Token buckets by key, in the memory of this process, bounded in number; pure."""

import threading
from collections import OrderedDict


class TokenBuckets:
    """Each key may take `burst` tokens at once, and `per_second` more. Times are monotonic seconds. Thread-safe.

    Beyond `max_keys` the key that was unused longest is dropped: its bucket would be full again first.
    """

    def __init__(self, *, burst: int, per_second: float, max_keys: int) -> None:
        self._burst, self._per_second, self._max_keys = burst, per_second, max_keys
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, now: float) -> float:
        """Take a token: 0 where there was one, else the seconds until there is one."""
        with self._lock:
            tokens = self._tokens(key, now)
            is_taken = tokens >= 1
            self._left.pop(key, None)
            self._left[key] = (tokens - 1 if is_taken else tokens, now)
            if len(self._left) > self._max_keys:
                self._left.popitem(last=False)
        return 0.0 if is_taken else (1 - tokens) / self._per_second

    def wait_s(self, key: str, now: float) -> float:
        """Return what take() would return, but take no token."""
        with self._lock:
            return max(0.0, 1 - self._tokens(key, now)) / self._per_second

    def _tokens(self, key: str, now: float) -> float:
        tokens, at = self._left.get(key, (float(self._burst), now))
        return min(float(self._burst), tokens + max(0.0, now - at) * self._per_second)

    def __len__(self) -> int:
        return len(self._left)

    def clear(self) -> None:
        with self._lock:
            self._left.clear()
