"""A listening socket that accepts few connections in a turn of the event loop, and none that is reset already."""

import asyncio
import errno
import socket
from typing import Any, Self, override

from chatserver.serving.clients.plain_connection import is_reset

ACCEPTS_A_TURN = 8
"""Two thousand a second and more: a room that comes back at once is accepted as fast as it can be read."""

RESETS_A_TURN = 64
"""Each costs some ten microseconds."""


class PacedListener(socket.socket):
    """Twisted accepts a hundred connections and more before other work has its turn. A flood would always reach that.

    A connection that its client has reset already would cost a channel, timers and a parser before anybody notices.
    Belongs to the event loop's thread.
    """

    _accepted = _reset = 0
    """The number accepted in this turn."""

    @classmethod
    def taking(cls, listener: socket.socket) -> Self:
        """Take over a socket with its file number; the other object is of no use afterwards."""
        return cls(listener.family, listener.type, listener.proto, fileno=listener.detach())

    @override
    def accept(self) -> tuple[socket.socket, Any]:
        """Raises BlockingIOError if there are no more, or no more for this turn."""
        if not self._accepted and not self._reset:
            asyncio.get_running_loop().call_soon(self._begin_turn)
        while self._accepted < ACCEPTS_A_TURN and self._reset < RESETS_A_TURN:
            connection, address = super().accept()
            if not is_reset(connection):
                self._accepted += 1
                return connection, address
            self._reset += 1
            connection.close()
        raise BlockingIOError(errno.EAGAIN, "no more in this turn")

    def _begin_turn(self) -> None:
        self._accepted = self._reset = 0
