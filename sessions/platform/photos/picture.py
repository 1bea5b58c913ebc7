"""A picture as it is stored and served, and how large pictures may be; no Django."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

MOST_UPLOADED_BYTES: Final = 8 * 1024 * 1024
"""Of one file that is sent."""

MOST_PIXELS: Final = 50_000_000
"""Of a file that is sent, by its header: more is refused before anything is decoded."""

LONGEST_SIDE: Final = 1600
MOST_STORED_BYTES: Final = 400_000
SMALL_SIDE: Final = 320
"""Of the smaller size, for lists; in pixels, as LONGEST_SIDE."""


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
