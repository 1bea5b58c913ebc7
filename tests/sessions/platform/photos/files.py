"""Files that are sent as pictures: made here, some of them with less in them than they say."""

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

SIZE = (40, 20)


def file_of(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def plain(mode: str = "RGB", colour: Any = "red", size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new(mode, size, colour)


def corners() -> Image.Image:
    """Red in the upper left quarter, and blue elsewhere."""
    image = Image.new("RGB", (64, 32), "blue")
    image.paste((255, 0, 0), (0, 0, 32, 16))
    return image


def noise(size: tuple[int, int], seed: int = 1) -> Image.Image:
    """Noise, for a seed; nothing compresses it."""
    return Image.frombytes("RGB", size, Random(seed).randbytes(size[0] * size[1] * 3))


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(size: tuple[int, int], *, depth: int, colour: int, rows: bytes, chunks: Sequence[bytes] = ()) -> bytes:
    """colour: the type of PNG: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))
    body = [png_chunk(b"IDAT", zlib.compress(rows)), png_chunk(b"IEND", b"")]
    return b"".join([b"\x89PNG\r\n\x1a\n", head, *chunks, *body])


def claiming(kind: str, size: tuple[int, int] = (50_000, 50_000)) -> bytes:
    """A file of a few bytes whose header claims that size."""
    if kind == "PNG":
        return png(size, depth=8, colour=2, rows=b"")
    if kind == "JPEG":
        whole = bytearray(file_of(plain()))
        at = whole.index(b"\xff\xc0") + 5
        whole[at : at + 4] = struct.pack(">HH", *size)
        return bytes(whole)
    canvas = b"".join((side - 1).to_bytes(3, "little") for side in size)
    body = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
