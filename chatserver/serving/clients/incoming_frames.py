"""Count what a client sends on a socket, frame by frame and of every kind, before the parser (RFC 6455 section 5.2).

Both servers bound the size of a message, but not the number of frames. An empty frame costs its sender six bytes, and
costs a parser as much as any other. So a flood ends here, where it costs least. And a short message that arrives whole
needs no parser: nearly all of residents are positions of some thirty bytes, each in a packet of its own.
"""

import time

from chatserver.live.wire.frames import FINAL_TEXT
from sessions.contract.limits import FRAMES_PERIOD_S, MAX_BYTES_A_PERIOD, MAX_FRAMES_A_PERIOD

try:  # in C, where the library was built with it: five times as fast
    from websockets.speedups import apply_mask
except ImportError:
    from websockets.utils import apply_mask

MASKED = 0x80
SIZE_BITS = 0x7F
LONGEST_CONTROL_FRAME = 125
"""The longest payload whose size fits into the frame's second byte."""

MASK_BYTES = 4
SHORT_HEAD_BYTES = 2 + MASK_BYTES

WITHIN_A_HEAD = -1


class IncomingFrames:
    """The counts of one connection, from the end of its handshake on.

    to_come: how many bytes of the last frame are still to come: 0 between two frames, WITHIN_A_HEAD while its size is
    unknown.
    """

    __slots__ = ("_bytes", "_frames", "_head", "_since", "to_come")

    def __init__(self) -> None:
        self.to_come = 0
        self._head = b""
        self._frames = self._bytes = 0
        self._since = time.monotonic()

    def take(self, chunk: bytes) -> bool:
        """Count a chunk; answers whether so much is allowed. If not, nothing more may be read from this client."""
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

    def take_whole(self, frame: bytes) -> bool:
        """Count a chunk that is known to be exactly one frame; see take()."""
        self._bytes += len(frame)
        self._frames += 1
        is_allowed = self._frames <= MAX_FRAMES_A_PERIOD and self._bytes <= MAX_BYTES_A_PERIOD
        return is_allowed or self._is_next_period()

    def _is_next_period(self) -> bool:
        """Begin a new count if the counted bytes took their time. It reads the clock only when it matters."""
        now = time.monotonic()
        if now - self._since < FRAMES_PERIOD_S:
            return False
        self._since, self._frames, self._bytes = now, 0, 0
        return True


def read_short_text(chunk: bytes) -> bytes | None:
    """The message of a chunk that is exactly one frame: text, final, masked and short. None for any other chunk."""
    size = len(chunk) - SHORT_HEAD_BYTES
    if 0 <= size <= LONGEST_CONTROL_FRAME and chunk[0] == FINAL_TEXT and chunk[1] == MASKED | size:
        return apply_mask(chunk[SHORT_HEAD_BYTES:], chunk[2:SHORT_HEAD_BYTES])
    return None


def _end_of_frame(chunk: bytes, at: int) -> int | None:
    """Where the frame that begins at a place ends, perhaps beyond the chunk; None if its head is incomplete."""
    payload_at = at + 2
    if payload_at > len(chunk):
        return None
    size = chunk[at + 1] & SIZE_BITS
    if size > LONGEST_CONTROL_FRAME:
        size_bytes = 2 if size == LONGEST_CONTROL_FRAME + 1 else 8
        payload_at += size_bytes
        if payload_at > len(chunk):
            return None
        size = int.from_bytes(chunk[payload_at - size_bytes : payload_at])
    return payload_at + (MASK_BYTES if chunk[at + 1] & MASKED else 0) + size
