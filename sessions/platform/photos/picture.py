"""A picture as it is stored and served, and how large pictures may be; no Django."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

MOST_UPLOADED_BYTES: Final = 8 * 1024 * 1024
"""Bytes of one uploaded file."""

MOST_PIXELS: Final = 50_000_000
"""Pixels of an uploaded file, by its header; a larger one is refused before anything is decoded."""

LONGEST_SIDE: Final = 1600
MOST_STORED_BYTES: Final = 400_000
SMALL_SIDE: Final = 320
"""Pixels of the longest side of the smaller size, which is for lists."""


@dataclass(frozen=True, slots=True)
class Picture:
    """webp: the whole file. sha256: of webp, 64 hexadecimal digits; it is the picture's name. width, height: pixels."""

    webp: bytes
    sha256: str
    width: int
    height: int

    @classmethod
    def of(cls, webp: bytes, size: tuple[int, int]) -> Self:
        return cls(webp, sha256(webp).hexdigest(), *size)
