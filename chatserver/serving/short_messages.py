"""A client's short messages read without a parser, wherever they come whole (RFC 6455 section 5.2); pure.

Of what residents send, nearly all are positions of some thirty bytes, each in a packet of its own.
"""

from websockets.utils import apply_mask

FINAL_TEXT = 0x81
MASKED = 0x80
SIZE_BITS = 0x7F
LONGEST = 125
"""Bytes of a payload whose size stands in the frame's second byte."""

MASK_BYTES = 4
HEAD_BYTES = 2 + MASK_BYTES


def read_short_text(chunk: bytes) -> bytes | None:
    """The message of a chunk that is exactly one frame: text, final, masked and short. None for any other chunk."""
    size = len(chunk) - HEAD_BYTES
    if 0 <= size <= LONGEST and chunk[0] == FINAL_TEXT and chunk[1] == MASKED | size:
        return apply_mask(chunk[HEAD_BYTES:], chunk[2:HEAD_BYTES])
    return None


def bytes_to_come(chunk: bytes, before: int) -> int | None:
    """How much of the last frame is still to come after this chunk, where so much of one was to come before it.

    None where the chunk ends within the head of a frame, so that its size is not known.
    """
    at = before
    while at < len(chunk):
        payload_at = at + 2
        size = chunk[at + 1] & SIZE_BITS if payload_at <= len(chunk) else LONGEST
        if size > LONGEST:
            size_bytes = 2 if size == LONGEST + 1 else 8
            payload_at += size_bytes
            size = int.from_bytes(chunk[payload_at - size_bytes : payload_at])
        if payload_at > len(chunk):
            return None
        at = payload_at + (MASK_BYTES if chunk[at + 1] & MASKED else 0) + size
    return at - len(chunk)
