"""The consonants of words in Bengali, Devanagari, Urdu and Latin letters, written in one alphabet. Pure.

Vowels are what people spell most differently, and what Urdu hardly writes, so none is kept. Consonants that are one
sound to many people are one letter here: aspirated and plain, the three sibilants, b, v and w, j and z, p and f. The
result is for comparing only and can be read by nobody.
"""

import unicodedata
from functools import lru_cache

import regex

_BY_PLACE = {
    "k": (0x15, 0x16),
    "g": (0x17, 0x18),
    "c": (0x1A, 0x1B),
    "j": (0x1C, 0x1D),
    "t": (0x1F, 0x20, 0x24, 0x25),
    "d": (0x21, 0x22, 0x26, 0x27),
    "n": (0x02, 0x19, 0x1E, 0x23, 0x28, 0x29),
    "p": (0x2A, 0x2B),
    "b": (0x2C, 0x2D),
    "m": (0x2E,),
    "r": (0x30, 0x31),
    "l": (0x32, 0x33, 0x34),
    "s": (0x36, 0x37, 0x38),
    "h": (0x39,),
}
"""Places in the blocks of Devanagari and Bengali, which are ordered alike, as in ISCII."""

_BLOCKS = (0x0900, 0x0980)
_VOWELS_BY_PLACE = range(0x04, 0x15)
_URDU = {
    "b": "ب",
    "p": "پف",
    "t": "تٹطةۃ",
    "d": "دڈڑ",
    "s": "سشصث",
    "j": "جزذضظژ",
    "c": "چ",
    "h": "حہه",
    "k": "کكقخ",
    "g": "گغ",
    "r": "ر",
    "l": "ل",
    "m": "م",
    "n": "ن",
}
"""Urdu letters by consonant. Urdu's ṛ is a d, as in Hindi, where the dot below is often left out and "sadak" is more
usual than "sarak"."""

_URDU_VOWELS = "اأإٱعوؤیيىئےۓءھں"
_SPELT_IN_LATIN = tuple(
    (regex.compile(pattern), letter)
    for pattern, letter in (
        (r"tion$", "sn"),
        (r"ght", "t"),
        (r"^sch", "sk"),
        (r"x", "ks"),
        (r"ck", "k"),
        (r"t?c+h+", "č"),
        (r"c(?=[eiy])", "s"),
        (r"dg(?=e)", "j"),
        (r"^[vw]", "b"),
        (r"^y", "j"),
    )
)
"""Replacements in Latin letters, applied in this order. English words keep their spelling in every language."""

_LATIN = str.maketrans("cčzfq", "kcjpk", "aeiouyvw")
_SPELT_ELSEWHERE = tuple(
    (regex.compile(pattern), letter)
    for pattern, letter in (
        (r"\u093c", ""),  # the dot below of Devanagari
        (r"[ডঢ]\u09bc", "র"),  # the dot below where it makes another sound
        (r"^ওয\u09bc?", "ব"),
        (r"^[যय]", "জ"),
        (r"^[ৱव]", "ব"),
        (r"ক্ষ(?:্ম)?", "ক"),
        (r"জ্ঞ", "গ"),
        (r"(?<![মরব])্ব", ""),  # silent
        (r"[\u0901\u0902]$", ""),
        (r"[\u0901\u0902](?=[पफबभम])", "म"),
        (r"\u0901", "न"),
        (r"^[یي](?=.)", "ج"),
        (r"[ہه]$", ""),  # a final a
        (r"^و", "ب"),
    )
)
_LATIN_MARKS_AND_ARABIC_ONES = regex.compile(r"[\u0300-\u036f\u064b-\u065f\u0670]+")
_ONE_SCRIPT = regex.compile(r"[a-z]+|[^a-z]+")
_MARKS = regex.compile(r"\p{M}+")
_LATER_H = regex.compile(r"(?<=.)h")
_DOUBLED = regex.compile(r"([a-z])\1+")


def _letters() -> dict[int, str | None]:
    """Each letter and its consonant, or None."""
    letters: dict[int, str | None] = {
        block + place: letter for block in _BLOCKS for letter, places in _BY_PLACE.items() for place in places
    }
    letters |= dict.fromkeys((block + place for block in _BLOCKS for place in _VOWELS_BY_PLACE), None)
    letters |= dict.fromkeys(map(ord, "যৱयव"), None)  # within a word they are vowels, or written as such
    letters |= {ord("ৎ"): "t", ord("ৰ"): "r"}
    letters |= {ord(letter): consonant for consonant, alike in _URDU.items() for letter in alike}
    return letters | dict.fromkeys(map(ord, _URDU_VOWELS), None)


_CONSONANTS = _letters()


@lru_cache(maxsize=16384)
def consonants_of(word: str) -> str:
    """The consonants of a word as sessions/platform/text/search_words.py folds it; digits and letters of other scripts
    stay.

    It does not depend on vowel signs, on doubled consonants, or on the dot below, except that of ড় and ঢ়. In Latin
    letters, the vowel after a c counts.
    """
    word = _LATIN_MARKS_AND_ARABIC_ONES.sub("", unicodedata.normalize("NFD", word))
    letters = "".join(map(_consonants_in_one_script, _ONE_SCRIPT.findall(word)))
    return join_doubled(_LATER_H.sub("", letters).replace("ng", "n"))


def join_doubled(consonants: str) -> str:
    joined: str = _DOUBLED.sub(r"\1", consonants)
    return joined


def _consonants_in_one_script(letters: str) -> str:
    is_latin = "a" <= letters[0] <= "z"
    for pattern, letter in _SPELT_IN_LATIN if is_latin else _SPELT_ELSEWHERE:
        letters = pattern.sub(letter, letters)
    consonants: str = _MARKS.sub("", letters.translate(_LATIN if is_latin else _CONSONANTS))
    return consonants
