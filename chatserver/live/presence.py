"""Who is here: distinct persons, however many sockets each of them has open; pure."""

from collections import Counter
from collections.abc import Hashable


class Presence:
    """A person is an account, or for a visitor the socket itself."""

    def __init__(self) -> None:
        self._sockets: Counter[Hashable] = Counter()

    @property
    def present(self) -> int:
        return len(self._sockets)

    def sockets_of(self, person: Hashable) -> int:
        return self._sockets[person]

    def enter(self, person: Hashable) -> None:
        self._sockets[person] += 1

    def leave(self, person: Hashable) -> None:
        self._sockets[person] -= 1
        if self._sockets[person] <= 0:
            del self._sockets[person]
