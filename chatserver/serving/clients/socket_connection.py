"""A socket, on either server: counted before it opens, its frames before they are parsed, and never waited for."""

import asyncio
from collections.abc import Callable
from typing import Any

from chatserver.serving.clients.incoming_frames import IncomingFrames, read_short_text
from chatserver.serving.clients.watched_transport import WatchedTransport
from chatserver.serving.process.connections import connections
from sessions.contract.limits import FLOODER_LEAVES_WITHIN_S


class SocketConnection(WatchedTransport):
    """A part of a server's protocol class, which is its own frame port (see chatserver.live.wire.frames)."""

    __slots__ = ("_guard", "_incoming", "_is_counted", "_is_flooded", "on_clear", "on_flood", "on_text")

    def __init__(self, *how: Any, **named: Any) -> None:
        self.on_clear: Callable[[], object] | None = None
        self.on_text: Callable[[bytes], bool] | None = None
        self.on_flood: Callable[[], object] | None = None
        self._guard: asyncio.TimerHandle | None = None
        self._incoming: IncomingFrames | None = None
        """Set at the end of the handshake."""
        self._is_flooded = False
        self._is_counted = False
        """Whether it counts among the sockets of this process."""
        super().__init__(*how, **named)

    # The server's part, besides that of WatchedTransport.

    def is_clear(self) -> bool:
        """Implement FramePort.is_clear()."""
        raise NotImplementedError

    def stop_reading(self) -> None:
        """Stop reading. From now on nothing that the client sends is read."""
        raise NotImplementedError

    def is_heard_at_once(self, text: bytes) -> bool:
        """Whether the application has dealt with this short message: then the parser need not see it."""
        raise NotImplementedError

    # The part of both.

    def take_place(self) -> bool:
        """A handshake has come; False if it has to be refused."""
        self._is_counted = connections.take_socket()
        return self._is_counted

    def count_frames(self) -> None:
        """The handshake is complete."""
        self._incoming = IncomingFrames()

    def is_dealt_with(self, data: bytes) -> bool:
        """Whether the parser need not see what has arrived: a short message that is done, or a part of a flood."""
        incoming = self._incoming
        if incoming is None:
            return False
        text = read_short_text(data) if incoming.to_come == 0 else None
        is_allowed = incoming.take(data) if text is None else incoming.take_whole(data)
        if not is_allowed or self._is_flooded:
            self._end_flood()
            return True
        return text is not None and self.is_heard_at_once(text)

    def become_clear(self) -> None:
        """The transport takes more again."""
        self.stop_watching()
        if self.on_clear is not None and self.is_clear():
            self.on_clear()

    def go(self) -> None:
        """The connection is lost."""
        self.on_clear = self.on_text = self.on_flood = None
        if self._is_counted:
            connections.leave_socket()
        self.stop_watching()

    def _end_flood(self) -> None:
        """The client is told why, if it reads at all, and is cut off a moment later."""
        if self._is_flooded:
            return
        self._is_flooded = True
        self.stop_reading()
        if self.on_flood is None:
            self.cut_off()
        else:
            asyncio.get_running_loop().call_later(FLOODER_LEAVES_WITHIN_S, self.cut_off)
            self.on_flood()
