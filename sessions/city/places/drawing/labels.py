"""Writes labels on a map where they have room: none lies over another one, and one without room is left out."""

import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import ImageDraw, ImageFont

from sessions.platform.fonts import characters_of, find_font_folders
from sessions.platform.text.text_input import split_graphemes

MOST_GRAPHEMES = 18
BEHIND = "#ffffff"

type Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels."""


class LabelWriter:
    def __init__(self, draw: ImageDraw.ImageDraw, side: int) -> None:
        self._draw = draw
        self._side = side
        self._taken: list[Box] = []

    def keep_clear(self, box: Box) -> None:
        self._taken.append(box)

    def write_at(self, text: str, x: float, y: float, *, size: int, fill: str) -> bool:
        """Around that middle; whether it was written: there is no font for some texts, or no room."""
        return self.write_around(text, x, y, size=size, fill=fill, away=0)

    def write_around(self, text: str, x: float, y: float, *, size: int, fill: str, away: float) -> bool:
        """Write a label beside a place: at its right, its left, below or above it, wherever there is room.

        away: 0 for upon it.
        """
        text = shortened_label(text)
        font = font_for(text, size)
        if font is None:
            return False
        direction = "rtl" if is_from_right(text) else "ltr"
        left, top, right, bottom = font.getbbox(text, direction=direction)
        width, height = right - left, bottom - top
        for middle_x, middle_y in _middles(x, y, width, height, away):
            box = (middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2)
            if self._is_free(box):
                self._taken.append(box)
                if away:  # beside a landmark, lines may run through
                    self._draw.rectangle(box, fill=BEHIND)
                self._draw.text((box[0] - left, box[1] - top), text, font=font, fill=fill, direction=direction)
                return True
        return False

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > self._side - 2 or bottom > self._side - 2:
            return False
        return not any(left < x1 and right > x0 and top < y1 and bottom > y0 for x0, y0, x1, y1 in self._taken)


def shortened_label(text: str) -> str:
    """The beginning of a long name, cut between graphemes."""
    graphemes = split_graphemes(text)
    return text if len(graphemes) <= MOST_GRAPHEMES else "".join(graphemes[: MOST_GRAPHEMES - 1]).rstrip() + "…"


def _middles(x: float, y: float, width: float, height: float, away: float) -> list[tuple[float, float]]:
    if not away:
        return [(x, y)]
    aside, below = away + width / 2, away + height / 2
    return [(x + aside, y), (x - aside, y), (x, y + below), (x, y - below)]


# The fonts of drawn maps: those of the cards, and a plain one where they are not installed.
#
# A text that no font has all letters of is not written at all: a map without a label is better than one with boxes.

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
