"""Cuts off a client that reads nothing although something waits for it: one of pages or of a socket, on either server.

Neither server does; both keep what waits for as long as the connection is open. The kernel could (TCP_USER_TIMEOUT),
but it would also cut off a phone without network for which hardly anything waits, and not every system has it.
"""

import asyncio

from sessions.contract.limits import MOVES_WITHIN_S


class WatchedTransport:
    """A part of a server's protocol class. Belongs to the event loop's thread."""

    _guard: asyncio.TimerHandle | None = None
    """The call that checks again whether the client reads; None while it may take its time."""

    # The server's part.

    def cut_off(self) -> None:
        """End the connection, whatever waits."""
        raise NotImplementedError

    def unread_bytes(self) -> int:
        """How much waits for the client in this process."""
        raise NotImplementedError

    # The part of both.

    def watch(self) -> None:
        """The transport is full."""
        if self._guard is None:
            self._look_later(self.unread_bytes())

    def stop_watching(self) -> None:
        """The client has caught up, or is gone."""
        if self._guard is not None:
            self._guard.cancel()
            self._guard = None

    def note_unread(self, unread: int) -> None:
        """Note the unread bytes. So much waits, at first and whenever the client has read a part."""

    def _look_later(self, unread: int) -> None:
        self.note_unread(unread)
        self._guard = asyncio.get_running_loop().call_later(MOVES_WITHIN_S, self._look_whether_it_moves, unread)

    def _look_whether_it_moves(self, before: int) -> None:
        """Goes on even after the closing handshake: especially then nothing may linger."""
        unread, self._guard = self.unread_bytes(), None
        if unread >= before:
            self.cut_off()
        elif unread:
            self._look_later(unread)
