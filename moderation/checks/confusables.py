"""Characters that look alike (UTS 39): the skeletons of texts, and words in disguise. Pure."""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import regex

TABLE = Path(__file__).with_name("confusables.tsv")

_GROUPS = {
    "foreign": regex.compile(
        r"(?V1)[\p{L}\p{M}&&[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\p{Coptic}\p{Deseret}\p{Lisu}\p{Georgian}]]"
    ),
    "digit": regex.compile(r"(?![0-9])\p{Nd}"),
    **{
        script: regex.compile(rf"(?V1)[\p{{L}}&&\p{{{script}}}]")
        for script in ("Latin", "Bengali", "Devanagari", "Gurmukhi")
    },
}
"""Foreign letters are of scripts that nobody writes here, and many of them look like Latin ones."""

_INDIC = frozenset({"Bengali", "Devanagari", "Gurmukhi"})
_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}\u200c\u200d]+")
_SEEMS_LATIN = regex.compile(r"[АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝғΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρτυϲϳ\p{Nd}]{2,}")
"""A whole word of letters that look like Latin ones."""

_ZERO_AS_O = regex.compile(r"\p{Latin}[০०੦૦୦௦]\p{Latin}")


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


def find_look_alikes(text: str) -> Iterator[tuple[int, int]]:
    """The ranges in the text itself of words whose letters pretend to be of another script (UTS 39, section 5).

    A word may be in two scripts where they do not look alike, as an abbreviation with a Bengali ending.
    """
    if text.isascii() or not _may_disguise(text):
        return
    for word in _WORD.finditer(text):
        if _is_disguised(word[0]):
            yield word.span()


def _is_disguised(word: str) -> bool:
    if not _may_disguise(word):
        return False
    groups = _groups_of(word)
    if "foreign" in groups:
        return "Latin" in groups or _SEEMS_LATIN.fullmatch(word) is not None
    return len(groups & _INDIC) > 1 or _ZERO_AS_O.search(word) is not None


def _may_disguise(text: str) -> bool:
    groups = _groups_of(text)
    return "foreign" in groups or groups >= {"Latin", "digit"} or len(groups & _INDIC) > 1


def _groups_of(text: str) -> set[str]:
    return set(map(_group_of, set(text)))


@lru_cache(maxsize=10_000)
def _group_of(char: str) -> str:
    return next((group for group, pattern in _GROUPS.items() if pattern.match(char)), "")
