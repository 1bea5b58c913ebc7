"""Finds the installed fonts, and reads which characters a font has; standard library only.

The characters stand in the font's `cmap` table (OpenType 1.9, formats 4 and 12).
"""

import importlib.util
import struct
from collections.abc import Iterator
from pathlib import Path

FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_hind_siliguri", "fontpkg_noto_sans_arabic")


def find_font_folders() -> list[str]:
    """Return the font folders of those FONT_PACKAGES that are installed."""
    specs = [importlib.util.find_spec(name) for name in FONT_PACKAGES]
    return [str(Path(place) / "files") for spec in specs if spec for place in spec.submodule_search_locations or ()]


def characters_of(font: Path) -> set[int]:
    """The code points that the TrueType or OpenType font maps to a glyph. Raises ValueError for another file."""
    data = font.read_bytes()
    try:
        cmap = _table(data, b"cmap")
        (count,) = struct.unpack_from(">H", data, cmap + 2)
        found: set[int] = set()
        for number in range(count):
            (offset,) = struct.unpack_from(">4xI", data, cmap + 4 + 8 * number)
            found.update(_points_in(data, cmap + offset))
    except struct.error as error:
        raise ValueError(f"{font.name} is no font.") from error
    return found


def _table(data: bytes, name: bytes) -> int:
    """Return the offset at which a table begins. Raises ValueError without it."""
    (count,) = struct.unpack_from(">4xH", data)
    for number in range(count):
        tag, offset = struct.unpack_from(">4s4xI", data, 12 + 16 * number)
        if tag == name:
            return int(offset)
    raise ValueError(f"The font has no table {name.decode()}.")


def _points_in(data: bytes, at: int) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 4:
        yield from _segments(data, at)
    elif form == 12:
        (groups,) = struct.unpack_from(">12xI", data, at)
        for number in range(groups):
            first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * number)
            yield from range(first + (glyph == 0), last + 1)


def _segments(data: bytes, at: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">6xH", data, at)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * twice)
    offsets_at = at + 16 + 3 * twice
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point
            if offset:
                (glyph,) = struct.unpack_from(">H", data, offsets_at + 2 * number + offset + 2 * (point - first))
            if (glyph and (glyph + delta) & 0xFFFF) if offset else (point + delta) & 0xFFFF:
                yield point
