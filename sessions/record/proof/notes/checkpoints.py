"""Checkpoints of C2SP (c2sp.org/tlog-checkpoint): a log's name, size and root, as the text of a note; pure."""

import base64
import binascii
from dataclasses import dataclass
from typing import Self

from sessions.record.proof.notes.signed_notes import BadNote


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The head of a tree. origin: the name of the log. root: 32 bytes."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a checkpoint's text, without its signatures. Raises BadNote."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0]:
            raise BadNote("A checkpoint has three lines: origin, size and root.")
        origin, size, encoded = lines[:3]
        if not (size.isascii() and size.isdigit() and str(int(size)) == size):
            raise BadNote(f"{size[:40]!r} is no size of a log.")
        try:
            root = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            root = b""
        if len(root) != 32 or encoded_root(root) != encoded:
            raise BadNote(f"{encoded[:100]!r} is no root of a log.")
        return cls(origin, int(size), root)

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{encoded_root(self.root)}\n"


def encoded_root(root: bytes) -> str:
    return base64.b64encode(root).decode()
