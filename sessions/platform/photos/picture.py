"""A picture as it is stored and served, and how large pictures may be; no Django."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Self


@dataclass(frozen=True, slots=True)
class Picture:
    """A prepared picture.

    webp: the whole file. sha256: of webp, 64 hexadecimal digits; it is the picture's name. width, height: pixels.
    """

    webp: bytes
    sha256: str
    width: int
    height: int

    @classmethod
    def of(cls, webp: bytes, size: tuple[int, int]) -> Self:
        return cls(webp, sha256(webp).hexdigest(), *size)
