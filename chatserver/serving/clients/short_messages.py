"""Read a client's short messages without a parser, if they arrive whole (RFC 6455 section 5.2); pure.

Nearly all messages of residents are positions of some thirty bytes, each in a packet of its own.
"""

from chatserver.live.wire.frames import FINAL_TEXT
from chatserver.serving.clients.incoming_frames import LONGEST_CONTROL_FRAME, MASK_BYTES, MASKED

try:  # in C, where the library was built with it: five times as fast
    from websockets.speedups import apply_mask
except ImportError:
    from websockets.utils import apply_mask

HEAD_BYTES = 2 + MASK_BYTES


def read_short_text(chunk: bytes) -> bytes | None:
    """The message of a chunk that is exactly one frame: text, final, masked and short. None for any other chunk."""
    size = len(chunk) - HEAD_BYTES
    if 0 <= size <= LONGEST_CONTROL_FRAME and chunk[0] == FINAL_TEXT and chunk[1] == MASKED | size:
        return apply_mask(chunk[HEAD_BYTES:], chunk[2:HEAD_BYTES])
    return None
