"""Bounds what clients have not read yet of their answers: in memory, and as connections.

An answer that is made at once waits in memory for its client, and one that is made in pieces keeps its connection. Who
reads a little now and then is left in peace. So without a bound some thousand such connections of one machine would
fill the memory, or leave no connection for anybody else.
"""

import asyncio
from collections import Counter
from typing import Protocol

from sessions.contract.limits import MAX_UNREAD_BYTES


class Plain(Protocol):
    """A connection of plain requests."""

    def let_go(self) -> None:
        """Close it now."""


class SlowReaders:
    """Connections with more to read than the system's buffers hold. Belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[Plain, int]] = {}
        self._line_of: dict[Plain, str] = {}
        self._unread: Counter[str] = Counter()
        self._shrinking: asyncio.Handle | None = None

    def note(self, connection: Plain, line: str, unread: int) -> None:
        """Note unread bytes.

        So many bytes wait for this client. Beyond the bound others, or itself, are closed a moment later: an answer is
        being written now. line: the client's address, as limits count it.
        """
        of_line = self._lines.setdefault(line, {})
        self._unread[line] += unread - of_line.get(connection, 0)
        of_line[connection], self._line_of[connection] = unread, line
        if self._shrinking is None and self._is_too_much:
            self._shrinking = asyncio.get_running_loop().call_soon(self._shrink)

    def forget(self, connection: Plain) -> None:
        """The client has caught up, or is gone."""
        line = self._line_of.pop(connection, None)
        if line is None:
            return
        self._unread[line] -= self._lines[line].pop(connection)
        if not self._lines[line]:
            del self._lines[line], self._unread[line]

    def next_to_go(self) -> Plain | None:
        """The connection that came first on the line with the most to read. None if nobody reads slowly."""
        if not self._lines:
            return None
        [(line, _unread)] = self._unread.most_common(1)
        return next(iter(self._lines[line]))

    @property
    def _is_too_much(self) -> bool:
        return self._unread.total() > MAX_UNREAD_BYTES

    def _shrink(self) -> None:
        self._shrinking = None
        while self._is_too_much and (connection := self.next_to_go()) is not None:
            self.forget(connection)
            connection.let_go()
