"""Drawn maps that this process keeps in memory: as many as fit into a number of bytes, the last asked for."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_BYTES = 4 * 1024 * 1024
"""Some four hundred pictures."""


class KeptPictures:
    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._turn = Lock()

    def __len__(self) -> int:
        return len(self._pictures)

    def picture(self, name: str, draw: Callable[[], bytes]) -> bytes:
        """The kept one of that name, or a new one, which is kept. Two threads that miss one at once both draw it."""
        with self._turn:
            if name in self._pictures:
                self._pictures.move_to_end(name)
                return self._pictures[name]
        png = draw()
        with self._turn:
            self._bytes += len(png) - len(self._pictures.pop(name, b""))
            self._pictures[name] = png
            while self._bytes > self._most_bytes:
                _name, oldest = self._pictures.popitem(last=False)
                self._bytes -= len(oldest)
        return png


WARD_MAPS = KeptPictures()
