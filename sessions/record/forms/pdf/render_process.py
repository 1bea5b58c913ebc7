"""The process that sets one PDF: reads a job as JSON from its standard input, writes the PDF to its standard output.

Run as `python -m sessions.record.forms.pdf.render_process`. It knows no Django and no database, gets the words as data
and never as code, and ends itself after the seconds that the job allows, even where its parent is gone.
"""

import json
import signal
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sessions.platform.fonts import characters_of, find_font_folders

"""Latin and Devanagari, Bengali, Urdu."""

TEMPLATE = Path(__file__).with_name("record.typ")
STANDARDS = ["a-3a", "ua-1"]
"""PDF/A-3, as only that may carry a file of any kind: the record itself. The `a` and PDF/UA: with tags."""

NOT_INSTALLED = 3
CANNOT_BE_SET = 4
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
PLAIN_REPLACEMENT = "\N{CURRENCY SIGN}"
"""The sign where no font has U+FFFD. Lines may break next to it, but not before a question mark, even after a space."""


def main() -> int:
    job = json.load(sys.stdin)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(job["seconds"])
    try:
        import typst
    except ImportError:
        return NOT_INSTALLED
    folders = find_font_folders()
    layout = replace_missing(job["layout"], covered_by(folders))
    try:
        pdf = typeset(layout, document=job["document"], timestamp=job["timestamp"], font_folders=folders)
    except typst.TypstError as error:
        sys.stderr.write(error.message)
        return CANNOT_BE_SET
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return 0


def typeset(layout: dict[str, Any], *, document: str, timestamp: int, font_folders: list[str]) -> bytes:
    """Where a sign has no glyph, the standards refuse it: then without their claim, which the page says.

    Raises typst.TypstError.
    """
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=font_folders)

    def compiled(layout: dict[str, Any], standards: list[Any]) -> bytes:
        inputs = {"layout": json.dumps(layout), "document": document}
        compiler = typst.Compiler(TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs=inputs)
        pdf = compiler.compile(format="pdf", timestamp=timestamp, pdf_standards=standards)
        assert isinstance(pdf, bytes)  # a list only for one picture a page
        return pdf

    try:
        return compiled(layout, STANDARDS)
    except typst.TypstError:
        return compiled(layout | {"claim": layout["no_claim"]}, [])


def covered_by(folders: list[str]) -> set[int]:
    """The characters that some font in these folders has; without any font, those of the fonts inside typst."""
    fonts = [font for folder in folders for font in sorted(Path(folder).glob("*.ttf"))]
    if not fonts:
        return {*range(0x20, 0x7F), *range(0xA0, 0x180)}
    return set().union(*(characters_of(font) for font in fonts))


def replace_missing(layout: dict[str, Any], covered: set[int]) -> dict[str, Any]:
    """The layout with a sign in place of each character that no font has; it says so where there is one."""
    sign = REPLACEMENT if ord(REPLACEMENT) in covered else PLAIN_REPLACEMENT
    missing = False

    def shown(text: str) -> str:
        nonlocal missing
        kept = "".join(char if _needs_no_glyph(char) or ord(char) in covered else sign for char in text)
        missing = missing or kept.count(sign) > text.count(sign)
        return kept

    replaced: dict[str, Any] = _walk(layout, shown)
    return replaced | {"missing": replaced["missing"] if missing else None}


def _needs_no_glyph(char: str) -> bool:
    return char in "\n\u200c\u200d" or unicodedata.category(char) == "Zs"


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case list():
            return [_walk(item, change) for item in value]
        case dict():
            return {key: _walk(item, change) for key, item in value.items()}
        case _:
            return value


if __name__ == "__main__":
    sys.exit(main())
