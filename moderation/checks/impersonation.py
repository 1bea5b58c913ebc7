"""Finds names that could be taken for an officeholder's, or for the chat's own. Pure.

It compares names by their look (confusables.py), with digits read as letters, and by their sound (name_sounds.py), also
across scripts.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

import regex

from moderation.checks.confusables import skeleton
from moderation.checks.name_sounds import sounds_like

RESERVED = Path(__file__).with_name("reserved.toml")
LONGEST_SHORT_WORD = 4


class Likeness(StrEnum):
    """What a name could be mistaken for."""

    OFFICE = "office"
    OFFICIAL = "official"
    PLAIN = "plain"


_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}\u200c\u200d]+")
_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")
_MARKS_TO_DROP = regex.compile(r"(?<=[\p{Script=Latin}\p{Script=Arabic}]\p{M}*)\p{M}")
_DOUBLED = regex.compile(r"([bcdfghjklmnpqrstvwxz])\1+")
_ASIDE = regex.compile(r"\(.*?\)")
_NUMBERS_AT_ENDS = regex.compile(r"\A\p{Nd}+|\p{Nd}+\Z")
_DIGITS_AS_LETTERS = str.maketrans("013457", "oieast")
_UPRIGHT = str.maketrans("l", "i")
"""A capital I looks like an l, and case folding makes it an i: in long words and whole names both are the same."""

_PLAIN_SPELLINGS = {
    "aa": "a",
    "ee": "i",
    "ii": "i",
    "oo": "u",
    "uu": "u",
    "ou": "u",
    "sh": "s",
    "ph": "f",
    "y": "i",
    "w": "v",
    "z": "j",
    "q": "k",
    "ck": "k",
}
"""How else people write the sounds of their names in Latin letters."""

_SPELT = regex.compile("|".join(sorted(_PLAIN_SPELLINGS, key=len, reverse=True)))

_SAME_SOUND = str.maketrans("ীূণশষজঙৱৰीूणशषङ", "িুনসসযংররिुनससं", "্\u0981\u0982়्ँं़")
"""Long vowels as short ones, and one sibilant; without marks that only join or modify letters."""


def find_likeness(name: str, *, officials: Iterable[str]) -> Likeness | None:
    """What a resident's name could be mistaken for: an office, one of these officials, or a nameless resident."""
    forms = _forms(name)
    if any(_holds_reserved(words) for words in forms):
        return Likeness.OFFICE
    if any(_is_pretended(words) for words in forms):
        return Likeness.PLAIN
    if any(_is_like(forms, _forms(_ASIDE.sub("", official))) for official in officials):
        return Likeness.OFFICIAL
    return None


@lru_cache(maxsize=4096)
def _forms(text: str) -> frozenset[tuple[str, ...]]:
    """The words of a name, in each way in which they might be read."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    by_case = {skeleton(text.casefold()), skeleton(text).casefold(), unicodedata.normalize("NFD", text.casefold())}
    read = {_MARKS_TO_DROP.sub("", form) for form in by_case}
    read |= {form.translate(_DIGITS_AS_LETTERS) for form in read}
    read = {_DOUBLED.sub(r"\1", form) for form in read}
    read |= {form.translate(_SAME_SOUND) for form in read}
    return frozenset(_words(form) for form in read)


def _words(text: str) -> tuple[str, ...]:
    """The words; single letters are joined to one word: K. M. C. is KMC."""
    words: list[str] = []
    was_alone = False
    for word in _WORD.findall(text):
        is_alone = len(word) == 1
        if is_alone and was_alone:
            words[-1] += word
        else:
            words.append(word)
        was_alone = is_alone
    return tuple(words)


def _holds_reserved(words: tuple[str, ...]) -> bool:
    reserved = _reserved()
    spelt = [_NUMBERS_AT_ENDS.sub("", word) for word in words]
    whole = _DOUBLED.sub(r"\1", "".join(spelt))
    coarse = whole.translate(_UPRIGHT)
    return (
        whole in reserved.alone
        or any(run in reserved.words or _upright(run) in reserved.words for run in _joined(spelt))
        or any(part in whole or part.translate(_UPRIGHT) in coarse for part in reserved.anywhere)
    )


def _upright(word: str) -> str:
    """A short word with its letters kept distinct: Mia is not an MLA."""
    return word.translate(_UPRIGHT) if len(word) > LONGEST_SHORT_WORD else word


def _joined(words: list[str]) -> Iterator[str]:
    """Each run of adjacent words, joined to one word: M o d is mod."""
    places = range(len(words) + 1)
    return ("".join(words[start:end]) for start, end in combinations(places, 2))


def _is_pretended(words: tuple[str, ...]) -> bool:
    reserved, whole = _reserved(), "".join(words)
    return any(one in whole for one in reserved.residents) and any(one in whole for one in reserved.wards)


def _is_like(forms: frozenset[tuple[str, ...]], official: frozenset[tuple[str, ...]]) -> bool:
    """Whether the name contains all words of the official's name, or that name without spaces, by look or by sound."""
    for words in map(_without_courtesies, official):
        for ours in forms:
            if words and any(_contains(map(read, ours), map(read, words)) for read in (_coarse, _plainly_spelt)):
                return True
            joined = _DOUBLED.sub(r"\1", "".join(ours))
            if len(words) > 1 and _plainly_spelt("".join(words)) in _plainly_spelt(joined):
                return True
            if sounds_like(ours, words):
                return True
    return False


def _contains(ours: Iterable[str], words: Iterable[str]) -> bool:
    ours, words = tuple(ours), tuple(words)
    return set(words) <= set(ours) or (len(words) > 1 and "".join(words) in "".join(ours))


def _without_courtesies(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without titles and initials, if two or more are left: Dr. Nodi K. Akash is Nodi Akash."""
    names = tuple(word for word in words if len(word) > 1 and word not in _reserved().courtesies)
    return names if len(names) > 1 else words


def _coarse(word: str) -> str:
    return word.translate(_UPRIGHT)


@lru_cache(maxsize=4096)
def _plainly_spelt(word: str) -> str:
    """The name, plainly spelt by its look and, in Latin letters, by its sound: Nadya Aakas is Nadia Akash."""
    return _coarse(_SPELT.sub(lambda found: _PLAIN_SPELLINGS[found[0]], word))


@dataclass(frozen=True, slots=True)
class _Reserved:
    anywhere: frozenset[str]
    words: frozenset[str]
    alone: frozenset[str]
    residents: frozenset[str]
    wards: frozenset[str]
    courtesies: frozenset[str]


@cache
def _reserved() -> _Reserved:
    """Each reserved word, in each way in which it might be read."""
    listed = tomllib.loads(RESERVED.read_text(encoding="utf-8"))
    return _Reserved(**{name: frozenset(map("".join, _all_forms(words))) for name, words in listed.items()})


def _all_forms(words: Iterable[str]) -> set[tuple[str, ...]]:
    return {form for word in words for form in _forms(word)}
