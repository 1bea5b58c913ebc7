"""Catalogues that are made, not translated: English with accents, 40 % longer; and Urdu, right to left, in Nastaliq.

Whatever a page shows in plain English letters then is no message of a catalogue; whatever does not fit now will not fit
in a real language.
"""

import re
from collections.abc import Callable
from pathlib import Path

import polib

from chatserver.assets.translations import LOCALE, compile_translations
from sessions.platform.text.direction.marks import isolate_placeholders

LONGER = "en-xa"
MIRRORED = "ur"
DIGITS = {LONGER: "0123456789", MIRRORED: "۰۱۲۳۴۵۶۷۸۹"}
NAMES = ("Longer", "Mirrored")
"""Names of the two languages in tests/browser/pseudo_settings.py; the product's catalogues have only its own."""

FOLDERS = {LONGER: "en_XA", MIRRORED: MIRRORED}

PARTS_OF_DAY = "the parts of the day, each with the hour at which it ends"
"""A message that is read by the program."""

_ACCENTS = str.maketrans(
    "abcdefghijklmnoprstuvwyzABCDEFGHIJKLMNOPRSTUVWYZ", "àƀçđéƒĝĥîĵķļɱñöþŕšţûṽŵýžÀɃÇĐÉƑĜĤÎĴĶĻṀÑÖÞŔŠŢÛṼŴÝŽ"
)
_URDU = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابچدیفگہیجکلمنوپقرستووخزےض")
_KEPT = re.compile(r"(\{\w+\}|%\(\w+\)s|%%|<[^>]*>|&\w+;|https?://\S+)")


def write_locales(folder: Path) -> Path:
    """A folder for LOCALE_PATHS, with both languages compiled."""
    source = polib.pofile(str(LOCALE / "bn" / "LC_MESSAGES" / "django.po"), encoding="utf-8")
    for language, make in ((LONGER, lengthen), (MIRRORED, mirror)):
        _write(folder / FOLDERS[language] / "LC_MESSAGES", source, make, DIGITS[language])
    compile_translations(folder)
    return folder


def lengthen(text: str) -> str:
    """Accents on each letter, and each vowel twice; what is filled in is marked, so that a page tells it from words."""
    return isolate_placeholders(
        _in_words(text, lambda words: re.sub("([aeiouAEIOU])", r"\1\1", words).translate(_ACCENTS))
    )


def mirror(text: str) -> str:
    """Write the words in Urdu letters, without numbers: meaningless, but joined, sloped and read from the right."""
    return _in_words(text, lambda words: re.sub(r"\d", "", words).lower().translate(_URDU))


def _in_words(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if _KEPT.fullmatch(part) else change(part) for part in _KEPT.split(text))


def _write(folder: Path, source: polib.POFile, make: Callable[[str], str], digits: str) -> None:
    made = polib.POFile(encoding="utf-8")
    made.metadata = {**source.metadata, "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for entry in source:
        facts = {"the ten digits, from zero": digits, PARTS_OF_DAY: entry.msgid}
        plural = {0: make(entry.msgid), 1: make(entry.msgid_plural)} if entry.msgid_plural else {}
        made.append(
            polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgstr="" if plural else facts.get(entry.msgctxt) or make(entry.msgid),
                msgstr_plural=plural,
            )
        )
    made.extend(polib.POEntry(msgid=name, msgstr=make(name)) for name in NAMES)
    folder.mkdir(parents=True)
    made.save(str(folder / "django.po"))
