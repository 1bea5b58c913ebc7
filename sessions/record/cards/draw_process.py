"""The process that draws one card: reads a job as JSON from its standard input, writes a PNG to its standard output.

Run as `python -m sessions.record.cards.draw_process`. It knows no Django and no database, gets the words as data and
never as code, and ends itself after the seconds that the job allows. The fonts are those of the PDF, with one for
Nastaliq.
"""

import json
import signal
import sys
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any

from sessions.platform.fonts import find_font_folders
from sessions.record.forms.pdf.render_process import CANNOT_BE_SET, NOT_INSTALLED, covered_by

TEMPLATE = Path(__file__).with_name("card.typ")
OWN_FONTS = str(Path(__file__).with_name("fonts"))
PIXELS_PER_INCH = 72
"""A point of the template is a pixel of the picture."""

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"
"""Needs no glyph: a place for a break, joiners, and what directs right-to-left text."""

WRITING = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd"}
"""Categories of characters without which words cannot be read."""


class NoGlyph(Exception):
    """A letter or a digit is in no font: the card would have boxes in place of words."""


def main() -> int:
    job = json.load(sys.stdin)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(job["seconds"])
    try:
        import typst
    except ImportError:
        return NOT_INSTALLED
    try:
        png = draw(job["layout"], [*find_font_folders(), OWN_FONTS])
    except (typst.TypstError, NoGlyph) as error:
        sys.stderr.write(str(error))
        return CANNOT_BE_SET
    sys.stdout.buffer.write(png)
    sys.stdout.buffer.flush()
    return 0


def draw(layout: dict[str, Any], font_folders: list[str]) -> bytes:
    """A PNG of 1200 by 630. Raises NoGlyph, typst.TypstError."""
    import typst

    shown = _with_glyphs(layout, covered_by(font_folders))
    fonts = typst.Fonts(include_system_fonts=False, font_paths=font_folders)
    compiler = typst.Compiler(TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs={"card": json.dumps(shown)})
    png = compiler.compile(format="png", ppi=PIXELS_PER_INCH)
    assert isinstance(png, bytes)  # a list only for several pages
    return png


def _with_glyphs(layout: dict[str, Any], covered: Collection[int]) -> dict[str, Any]:
    return layout | {
        "head": [drawable(piece, covered) for piece in layout["head"]],
        "words": [said | {"text": drawable(said["text"], covered)} for said in layout["words"]],
        "foot": [drawable(piece, covered) for piece in layout["foot"]],
    }


def drawable(text: str, covered: Collection[int]) -> str:
    """The text without emoji and other signs that no font has. Raises NoGlyph for a letter, a mark or a digit."""
    kept = []
    for char in text:
        if ord(char) in covered or char in INVISIBLE:
            kept.append(char)
        elif unicodedata.category(char) in WRITING and not _changes_looks(char):
            raise NoGlyph(f"no font has U+{ord(char):04X}")
        elif unicodedata.category(char) == "Zs":
            kept.append(" ")
    shown = " ".join("".join(kept).split())
    if text.strip() and not shown.strip(INVISIBLE):
        raise NoGlyph("nothing of it has a glyph")
    return shown


def _changes_looks(char: str) -> bool:
    """Whether it only chooses the looks of the sign before it (variation selectors, the key cap), as with emoji."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef" or char == "\u20e3"


if __name__ == "__main__":
    sys.exit(main())
