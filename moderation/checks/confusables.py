"""Skeletons of texts (UTS 39, section 4): texts that look alike have the same one. Pure."""

import unicodedata
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("confusables.tsv")


def skeleton(text: str) -> str:
    """The skeleton, for comparing only, never to be shown: texts with the same skeleton can be confused."""
    return _map(text, _prototypes())


def _map(text: str, table: dict[str, str]) -> str:
    mapped = "".join(table.get(char, char) for char in unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFD", mapped)


@cache
def _prototypes() -> dict[str, str]:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="ascii").splitlines() if not line.startswith("#"))
    table = {_text(alike): _text(prototype) for prototype, *others in rows for alike in others}
    return {alike: _map(prototype, table) for alike, prototype in table.items()}  # parts have prototypes, too


def _text(points: str) -> str:
    return "".join(chr(int(point, 16)) for point in points.split())
