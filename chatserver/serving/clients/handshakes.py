"""Begins one handshake of a socket in each turn of the event loop, so that many at once make nobody wait.

A handshake costs as much as some hundred frames. By themselves, both servers begin all that arrived in one turn of the
loop, and the command of a connected client, which takes a few turns, waits for seconds. A client that goes while it
waits costs nothing.
"""

import asyncio
from collections.abc import Callable, Hashable

Begin = Callable[[], object]


class Handshakes:
    """Belongs to the event loop's thread. The lines (see chatserver.accounts.limits.client_address) take turns."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[Hashable, Begin]] = {}
        self._is_turn_taken = False

    def take_turn(self, line: str, connection: Hashable, begin: Begin) -> None:
        """Begin now, if no other has in this turn, or later."""
        if self._is_turn_taken:
            self._waiting.setdefault(line, {})[connection] = begin
        else:
            self._begin(begin)

    def leave(self, line: str, connection: Hashable) -> None:
        """The client is gone, whether or not it was still waiting."""
        of_line = self._waiting.get(line, {})
        of_line.pop(connection, None)
        if not of_line:
            self._waiting.pop(line, None)

    def _begin(self, begin: Begin) -> None:
        self._is_turn_taken = True
        asyncio.get_running_loop().call_soon(self._go_on)
        begin()

    def _go_on(self) -> None:
        self._is_turn_taken = False
        line = next(iter(self._waiting), None)
        if line is None:
            return
        of_line = self._waiting.pop(line)
        begin = of_line.pop(next(iter(of_line)))
        if of_line:
            self._waiting[line] = of_line  # after the others now
        self._begin(begin)


handshakes = Handshakes()
"""The handshakes of this process."""
