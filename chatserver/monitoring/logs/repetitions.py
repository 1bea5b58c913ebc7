"""Counts repeated records: the first of a kind is written at once, the others as a number once a minute; pure."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

REPEATED_EVERY_S = 60.0
MOST_KINDS = 500


@dataclass(slots=True)
class _Window:
    began_at: float
    repeated: int = 0
    was_told_early: bool = False


class Repetitions[Kind: Hashable]:
    """Times are seconds of a monotonic clock. Not thread-safe.

    source: who logs a kind. Repetitions of one source are written together, in the order of the last record of each
    kind: otherwise "down" could stand in the log after "back again".
    other: counts all kinds beyond the most that are kept, so that records that differ each time cannot fill the log.
    """

    def __init__(
        self,
        *,
        other: Kind,
        source: Callable[[Kind], Hashable],
        every_s: float = REPEATED_EVERY_S,
        most_kinds: int = MOST_KINDS,
    ) -> None:
        self._other = other
        self._source = source
        self._every_s = every_s
        self._most_kinds = most_kinds
        self._windows: dict[Kind, _Window] = {}
        """In the order of each kind's last record."""

    def is_first(self, kind: Kind, now: float) -> bool:
        """Whether the record is to be written at once; else it is counted."""
        if kind not in self._windows and len(self._windows) >= self._most_kinds:
            self._forget_what_is_over(now)
            if len(self._windows) >= self._most_kinds:
                self._count(self._other, self._windows.pop(self._other, _Window(now)))
                return False
        window = self._windows.pop(kind) if kind in self._windows else None
        if window is None or (not window.repeated and self._is_over(window, now)):
            self._windows[kind] = _Window(now)
            return True
        self._count(kind, window)
        return False

    def take_before(self, kind: Kind) -> dict[Kind, int]:
        """What the same source has repeated until now, to be written before this kind; each kind once a minute."""
        early = {
            other: window
            for other, window in self._repeated_by({self._source(kind)}).items()
            if other != kind and not window.was_told_early
        }
        repeated = {other: window.repeated for other, window in early.items()}
        for window in early.values():
            window.repeated, window.was_told_early = 0, True
        return repeated

    def take_due(self, now: float) -> dict[Kind, int]:
        """The repetitions of each source that has a kind due. A kind without repetitions is new the next time."""
        due = {self._source(kind) for kind, each in self._windows.items() if each.repeated and self._is_over(each, now)}
        repeated = {kind: window.repeated for kind, window in self._repeated_by(due).items()}
        self._windows |= {kind: _Window(now) for kind in repeated}
        return repeated

    def take_all(self) -> dict[Kind, int]:
        """The repetitions of all sources, for the end."""
        repeated = {kind: window.repeated for kind, window in self._windows.items() if window.repeated}
        self._windows.clear()
        return repeated

    def next_due_in(self, now: float) -> float | None:
        """The seconds until something is due; None where nothing is."""
        due = [window.began_at + self._every_s - now for window in self._windows.values() if window.repeated]
        return max(0.0, min(due)) if due else None

    def _count(self, kind: Kind, window: _Window) -> None:
        window.repeated += 1
        self._windows[kind] = window

    def _repeated_by(self, sources: set[Hashable]) -> dict[Kind, _Window]:
        return {
            kind: window for kind, window in self._windows.items() if window.repeated and self._source(kind) in sources
        }

    def _is_over(self, window: _Window, now: float) -> bool:
        return now - window.began_at >= self._every_s

    def _forget_what_is_over(self, now: float) -> None:
        kept = {kind: one for kind, one in self._windows.items() if one.repeated or not self._is_over(one, now)}
        self._windows = kept
