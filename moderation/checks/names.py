"""Which characters a chosen name may have, and its canonical spelling. Pure.

Stricter than for texts (sessions/platform/text/text_input.py), because others recognise a person by their name.
"""

import unicodedata
from enum import StrEnum

import regex

MAX_MARKS = 4
"""Marks on one letter: no script here needs more."""

SCRIPTS = (
    "Latin",
    "Bengali",
    "Devanagari",
    "Arabic",
    "Gurmukhi",
    "Gujarati",
    "Oriya",
    "Tamil",
    "Telugu",
    "Kannada",
    "Malayalam",
    "Ol_Chiki",
    "Meetei_Mayek",
    "Tibetan",
    "Han",
)
"""The scripts of India's scheduled languages and of others in the city. A word may have one only (UTS 39, 5.2)."""

JOINERS = "\u200c\u200d"
TSHEG = "\u0f0b"
"""The separator of syllables in Tibetan words."""


class NameFault(StrEnum):
    """Why a name is not allowed."""

    BLANK = "blank"
    CHARACTERS = "characters"
    MIXED_SCRIPTS = "mixed_scripts"


_IN = {script: regex.compile(rf"\p{{Script={script}}}") for script in SCRIPTS}
_ALLOWED = regex.compile(rf"[\p{{L}}\p{{M}}\p{{Nd}}{JOINERS}{TSHEG} .,'’()&/–-]+")
_INVISIBLE = regex.compile(rf"(?V1)[\p{{Default_Ignorable_Code_Point}}--[{JOINERS}]]")
_LETTER = regex.compile(r"\p{L}")
_MARK_WITHOUT_LETTER = regex.compile(r"(?<![\p{L}\p{M}\u200c\u200d])\p{M}")
_STACKED = regex.compile(rf"\p{{M}}{{{MAX_MARKS + 1},}}|\p{{Script=Latin}}\p{{M}}{{3,}}")
# Joiners shape letters of Indic scripts and of Arabic; anywhere else, or at an end, they are invisible. After a virama
# they are visible, at an end, too (RFC 5892, A.1 and A.2): words of Bengali and Malayalam end with one.
_JOINED = r"[\p{M}\p{L}--[\p{Script=Latin}\p{Script=Han}\p{Script=Common}]]"
_STRAY_JOINER = regex.compile(rf"(?V1)(?<!{_JOINED})[{JOINERS}]|(?<!\p{{ccc=Virama}})[{JOINERS}](?!{_JOINED})")


def canonical_name(text: str) -> str:
    """The canonical spelling of a name: NFKC, single spaces. Idempotent; an empty text stays empty."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def find_fault(name: str) -> NameFault | None:
    """What is wrong with a name in its canonical spelling; None for nothing."""
    if not _ALLOWED.fullmatch(name) or _has_strange_letters(name):
        return NameFault.CHARACTERS if name else NameFault.BLANK
    if _INVISIBLE.search(name) or _MARK_WITHOUT_LETTER.search(name):
        return NameFault.CHARACTERS
    if _STACKED.search(name) or _STRAY_JOINER.search(name):
        return NameFault.CHARACTERS
    if not _LETTER.search(name):
        return NameFault.BLANK
    if len(digit_systems(name)) > 1 or any(len(scripts_of(word)) > 1 for word in name.split(" ")):
        return NameFault.MIXED_SCRIPTS
    return None


def scripts_of(text: str) -> set[str]:
    """The scripts of its letters, digits and marks; characters of several scripts do not count."""
    return {script for script, found in _IN.items() if found.search(text)}


def digit_systems(text: str) -> set[int]:
    """The digit systems in it, each by its zero: 0-9 and ০-৯ are two."""
    return {ord(char) - unicodedata.decimal(char) for char in text if char.isdecimal()}


def _has_strange_letters(name: str) -> bool:
    """Whether it has letters of other scripts, or signs that only look like letters."""
    return any(_LETTER.match(char) and not scripts_of(char) for char in name)
