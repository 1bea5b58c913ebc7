"""Read a server's frames as far as a measurement needs it: the product's, and those of its peers; pure."""

from typing import Any

import msgspec
from msgspec import Raw, Struct, field

SHARED = frozenset({"events", "snapshot", "beat", "message"})
"""Types of frames that are the same for many people; every other frame is for one person."""


class Heard(Struct):
    """One frame. Of a peer's frame, only whether it is a person's message."""

    type: str
    stream: str = ""
    epoch: str = ""
    first: int = 0
    seq: int = -1
    events: list[Raw] = field(default_factory=list)
    counts: Raw = Raw(b"")
    state: Raw = Raw(b"")
    ref: str | None = None
    result: dict[str, Any] = field(default_factory=dict)
    code: str | int = ""
    after_ms: int | None = None

    @property
    def is_shared(self) -> bool:
        return self.type in SHARED

    @property
    def is_news(self) -> bool:
        return self.type == "message" or (self.type == "events" and bool(self.events))

    @property
    def counts_bytes(self) -> int:
        """Size of the counts in the frame, with their name and a checkpoint that comes with them, in bytes."""
        counts = bytes(self.counts)
        return len(b',"counts":') + len(counts) if counts else 0


_decoder = msgspec.json.Decoder(Heard)

read_product = _decoder.decode
"""Read one frame of the product. Raises msgspec.DecodeError."""

_MESSAGE, _OTHER = Heard("message"), Heard("other")


def read_plain(payload: bytes) -> Heard:
    """A peer whose every frame is a message."""
    return _MESSAGE


def read_socket_io(payload: bytes) -> Heard:
    """Engine.IO packet 4 (message) around Socket.IO packet 2 (event); all others only keep the connection alive."""
    return _MESSAGE if payload.startswith(b"42") else _OTHER
