"""How alike two names sound, in Bengali, Devanagari, Urdu and Latin letters. Pure.

Consonants are compared as sessions/platform/text/likeness/consonants.py writes them. They alone would make one of Mita
and Mithu, so that vowels count, too: in three classes, because people spell them most differently (Sheuli, Shiuli,
Shyuli).
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from sessions.platform.text.likeness.consonants import consonants_of

FEWEST_CONSONANTS = 3
"""Consonants; the fewest to compare a name across scripts: with fewer, too many are alike without their vowels."""

_FRONT, _BACK, _OPEN = "i", "u", "a"
_CLASSES = (
    (_FRONT, "eiy\u0987\u0988\u098f\u0990িীেৈ\u0907\u0908\u090f\u0910िीेैیيىئے"),
    (_BACK, "ouw\u0989\u098a\u0993\u0994ুূোৌ\u0909\u090a\u0913\u0914ुूोौوؤ"),
    (_OPEN, "a\u0985\u0986া\u0905\u0906ाاآأٱ"),
)
_CLASS = {letter: kind for kind, letters in _CLASSES for letter in letters}
_BLOCKS = {"latin": range(0x250), "bengali": range(0x980, 0xA00), "devanagari": range(0x900, 0x980)}
_URDU, _LATIN = "urdu", "latin"
_LEAST_WRITTEN = (_URDU, "bengali", "devanagari", _LATIN)
"""The scripts in the order of how many of the vowels they write."""

_NG = re.compile("ng|[ংঙंङ]|نگ")
_FINAL_A = frozenset("ہهة")


class Sound(NamedTuple):
    """The sound of a name.

    vowels: their classes in order, in each way in which an o may be read; without those that are not written.

    ends: whether it begins with a vowel, and whether it ends with one. has_ng: as in Singh, unlike Sen.
    """

    script: str
    consonants: str
    vowels: frozenset[str]
    ends: tuple[bool, bool]
    has_ng: bool


@lru_cache(maxsize=4096)
def sound_of_name(word: str) -> Sound:
    """The sound of a word in small letters, without marks on Latin ones."""
    word = unicodedata.normalize("NFC", word)
    scripts = {_script_of(letter) for letter in word}
    if len(scripts) != 1:
        return Sound("", "", frozenset(), (False, False), has_ng=False)
    (script,) = scripts
    readings = {word, word.replace("o", "a")} if script == _LATIN else {word}
    ends = word[:1] in _CLASS, word[-1:] in _CLASS or word[-1:] in _FINAL_A
    return Sound(script, consonants_of(word), frozenset(map(_vowels_in, readings)), ends, bool(_NG.search(word)))


def _script_of(letter: str) -> str:
    return next((name for name, block in _BLOCKS.items() if ord(letter) in block), _URDU)


def sounds_like(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether each word of a name of two words or more is among these, or they are that name without its blanks."""
    if len(name) < 2:
        return False
    ours, theirs = [sound_of_name(word) for word in words], [sound_of_name(word) for word in name]
    is_short = sum(len(each.consonants) for each in theirs) < FEWEST_CONSONANTS
    if is_short and len({sound.script for sound in ours + theirs}) > 1:
        return False
    if all(any(_are_alike(own, sound) for own in ours) for sound in theirs):
        return True
    return len(ours) != len(theirs) and _are_alike(sound_of_name("".join(words)), sound_of_name("".join(name)))


def _are_alike(one: Sound, other: Sound) -> bool:
    if one.consonants != other.consonants or not one.consonants or one.ends != other.ends:
        return False
    if one.script == other.script:
        return (one.has_ng == other.has_ng or one.script != _LATIN) and not one.vowels.isdisjoint(other.vowels)
    few, many = sorted((one, other), key=lambda sound: _LEAST_WRITTEN.index(sound.script))
    if many.script == _LATIN and many.has_ng and not few.has_ng:
        return False
    if few.script == _URDU:
        return any(_is_within(written, vowels) for written in few.vowels for vowels in many.vowels)
    return any(
        _is_within(written, vowels) and written.replace(_OPEN, "") == vowels.replace(_OPEN, "")
        for written in few.vowels
        for vowels in many.vowels
    )


def _is_within(few: str, many: str) -> bool:
    """Whether these vowels are among the others, in their order: Urdu writes the long ones alone."""
    rest = iter(many)
    return all(vowel in rest for vowel in few)


def _vowels_in(word: str) -> str:
    """One letter for each vowel; of those that follow each other in one class, one."""
    return "".join(kind for kind, _own in groupby(_CLASS.get(letter, "-") for letter in word)).replace("-", "")
