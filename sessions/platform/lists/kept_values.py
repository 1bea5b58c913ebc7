"""Caches in memory what is expensive to read or count: each value is computed once for each state of the data."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock


class KeptValues[Value]:
    """Values of the newest state that a caller has asked with. Callers must not change a value."""

    def __init__(self, most: int) -> None:
        """Build the cache. most: values; the oldest goes first."""
        self._most = most
        self._lock = Lock()
        self._state: Hashable = None
        self._values: dict[Hashable, Future[Value]] = {}

    def get(self, state: Hashable, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of this key in this state, made once; other callers wait for it, and get what `make` raises.

        The state is read before the value, so that a value may be newer than its state, but never older.
        """
        with self._lock:
            if self._state != state:
                self._state, self._values = state, {}
            values = self._values
            known = values.get(key)
            if known is None:
                if len(values) >= self._most:
                    del values[next(iter(values))]
                future = values[key] = Future()
        if known is not None:
            return known.result()
        try:
            value = make()
        except BaseException as reason:
            with self._lock:
                if values.get(key) is future:
                    del values[key]
            future.set_exception(reason)
            raise
        future.set_result(value)
        return value
