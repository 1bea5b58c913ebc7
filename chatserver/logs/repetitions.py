"""Count what repeats itself: of each kind the first is told at once, the others as a number once a minute; pure."""

from collections.abc import Hashable
from dataclasses import dataclass

EVERY_S = 60.0
MOST_KINDS = 500


@dataclass(slots=True)
class _Window:
    began_at: float
    repeated: int = 0


class Repetitions[Kind: Hashable]:
    """Moments are seconds of any clock that only goes forward. Belongs to one thread at a time.

    other stands for every kind that there is no room for: what can be made to differ each time fills no log either.
    """

    def __init__(self, *, other: Kind, every_s: float = EVERY_S, most_kinds: int = MOST_KINDS) -> None:
        self._other = other
        self._every_s = every_s
        self._most_kinds = most_kinds
        self._windows: dict[Kind, _Window] = {}

    def is_first(self, kind: Kind, now: float) -> bool:
        """Whether it is to be told at once; else it is counted."""
        if kind not in self._windows and len(self._windows) >= self._most_kinds:
            self._forget_what_is_over(now)
            if len(self._windows) >= self._most_kinds:
                self._windows.setdefault(self._other, _Window(now)).repeated += 1
                return False
        window = self._windows.get(kind)
        if window is None or (not window.repeated and self._is_over(window, now)):
            self._windows[kind] = _Window(now)
            return True
        window.repeated += 1
        return False

    def take_due(self, now: float) -> dict[Kind, int]:
        """How often those repeated themselves whose minute is over. What did not is new when it comes again."""
        repeated = {
            kind: window.repeated
            for kind, window in self._windows.items()
            if window.repeated and self._is_over(window, now)
        }
        self._windows |= {kind: _Window(now) for kind in repeated}
        return repeated

    def take_all(self) -> dict[Kind, int]:
        """The same of all, at the end."""
        repeated = {kind: window.repeated for kind, window in self._windows.items() if window.repeated}
        self._windows.clear()
        return repeated

    def next_due_in(self, now: float) -> float | None:
        """None where nothing has to be told."""
        due = [window.began_at + self._every_s - now for window in self._windows.values() if window.repeated]
        return max(0.0, min(due)) if due else None

    def _is_over(self, window: _Window, now: float) -> bool:
        return now - window.began_at >= self._every_s

    def _forget_what_is_over(self, now: float) -> None:
        kept = {kind: one for kind, one in self._windows.items() if one.repeated or not self._is_over(one, now)}
        self._windows = kept
