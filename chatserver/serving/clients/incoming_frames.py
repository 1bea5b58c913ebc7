"""Count what a client sends on a socket, frame by frame and of every kind, before the parser (RFC 6455 section 5.2).

Both servers bound a message, and neither how many come. An empty frame costs its sender six bytes and a parser as much
as any other. So a flood ends here, where it costs least.
"""

import time

from chatserver.serving.clients.socket_limits import FRAMES_PERIOD_S, MAX_BYTES_A_PERIOD, MAX_FRAMES_A_PERIOD

MASKED = 0x80
SIZE_BITS = 0x7F
LONGEST = 125
"""Bytes of a payload whose size stands in the frame's second byte."""

MASK_BYTES = 4

WITHIN_A_HEAD = -1


class IncomingFrames:
    """One connection's, from the end of its handshake on.

    to_come is how many bytes of the last frame are still to come: 0 between two frames, WITHIN_A_HEAD where its size is
    not known yet.
    """

    __slots__ = ("_bytes", "_frames", "_head", "_since", "to_come")

    def __init__(self) -> None:
        self.to_come = 0
        self._head = b""
        self._frames = self._bytes = 0
        self._since = time.monotonic()

    def take(self, chunk: bytes) -> bool:
        """Count what came; answers whether so much may come. If not, nothing more is to be read of this client."""
        self._bytes += len(chunk)
        if self._bytes > MAX_BYTES_A_PERIOD and not self._is_next_period():
            return False
        at = self.to_come
        if at == WITHIN_A_HEAD:
            at, chunk, self._head = 0, self._head + chunk, b""
        end = len(chunk)
        while at < end:
            after = _end_of_frame(chunk, at)
            if after is None:
                self.to_come, self._head = WITHIN_A_HEAD, chunk[at:]
                return True
            self._frames += 1
            if self._frames > MAX_FRAMES_A_PERIOD and not self._is_next_period():
                return False
            at = after
        self.to_come = at - end
        return True

    def _is_next_period(self) -> bool:
        """Begin to count anew, if what was counted so far took its time. The clock is asked only when it matters."""
        now = time.monotonic()
        if now - self._since < FRAMES_PERIOD_S:
            return False
        self._since, self._frames, self._bytes = now, 0, 0
        return True


def _end_of_frame(chunk: bytes, at: int) -> int | None:
    """Where the frame ends that begins at a place, perhaps beyond the chunk; None where its head is not all there."""
    payload_at = at + 2
    if payload_at > len(chunk):
        return None
    size = chunk[at + 1] & SIZE_BITS
    if size > LONGEST:
        size_bytes = 2 if size == LONGEST + 1 else 8
        payload_at += size_bytes
        if payload_at > len(chunk):
            return None
        size = int.from_bytes(chunk[payload_at - size_bytes : payload_at])
    return payload_at + (MASK_BYTES if chunk[at + 1] & MASKED else 0) + size
