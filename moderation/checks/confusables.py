"""What two texts that look alike have in common: their skeleton (UTS 39, section 4). Pure."""

import unicodedata
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("confusables.tsv")


def skeleton(text: str) -> str:
    """For comparing only, never to be shown: texts with the same skeleton can be taken for one another."""
    return _map(text, _prototypes())


def _map(text: str, table: dict[str, str]) -> str:
    mapped = "".join(table.get(char, char) for char in unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFD", mapped)


@cache
def _prototypes() -> dict[str, str]:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="ascii").splitlines() if not line.startswith("#"))
    table = {_text(alike): _text(prototype) for prototype, *others in rows for alike in others}
    return {alike: _map(prototype, table) for alike, prototype in table.items()}  # parts of a prototype have theirs too


def _text(points: str) -> str:
    return "".join(chr(int(point, 16)) for point in points.split())
