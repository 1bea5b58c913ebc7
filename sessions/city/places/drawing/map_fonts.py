"""The fonts of drawn maps: those of the cards, and a plain one where they are not installed.

A text that no font has all letters of is not written at all: a map without a label is better than one with boxes.
"""

import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

from sessions.platform.fonts import characters_of, find_font_folders

NASTALIQ = settings.BASE_DIR / "sessions/record/cards/fonts/NotoNastaliqUrdu-Regular.ttf"
WANTED = ("HindSiliguri-Medium.ttf", "NotoSans[wdth,wght].ttf", NASTALIQ.name)
"""Bengali, Devanagari and Urdu, in this order: the first two have Latin letters, too."""

BIDI = {"R", "AL"}

type Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def font_for(text: str, size: int) -> Font | None:
    """The first font that has all letters of the text, at that size in pixels; None where there is none."""
    needed = {ord(char) for char in text if not char.isspace() and unicodedata.category(char) != "Cf"}
    for path in font_files():
        if needed <= _covered(path):
            # Nastaliq slopes, and so needs more height for the same size of its letters.
            return _loaded(path, round(size * 0.85) if path == NASTALIQ else size)
    return _plain(size) if text.isascii() else None


def is_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in BIDI for char in text)


@cache
def font_files() -> tuple[Path, ...]:
    """Find the installed fonts, in the order of WANTED."""
    here = {path.name: path for folder in find_font_folders() for path in Path(folder).glob("*.ttf")}
    here[NASTALIQ.name] = NASTALIQ
    return tuple(here[name] for name in WANTED if name in here)


@cache
def _covered(path: Path) -> set[int]:
    return characters_of(path)


@cache
def _loaded(path: Path, size: int) -> Font:
    return ImageFont.truetype(path, size)


@cache
def _plain(size: int) -> Font:
    """The plain font that comes with the library."""
    return ImageFont.load_default(size)
