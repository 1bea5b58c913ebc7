"""A language that nobody speaks: the English messages behind a mark, with words, digits and plural forms of its own."""

from pathlib import Path

import polib

CODE, NAME = "qaa", "Made-up"
MARK = "Q~"
DIGITS = "０１２３４５６７８９"
OWN = {
    ("the ten digits, from zero", "0123456789"): DIGITS,
    ("the parts of the day, each with the hour at which it ends", "am 12, pm 24"): "lum 6, sol 18, lum 24",
    ("a time of day", "{time}\N{NO-BREAK SPACE}{part}"): "{part}-{time}",
    ("a date", "{day} {month} {year}"): "{year}/{month}/{day}",
    ("the end of a list", "{words} and {last}"): "{words} + {last}",
    ("between the items of a list", ", "): " / ",
}
"""By context and message. Every other message is marked."""


def write_catalogue(folder: Path, *, like: Path) -> None:
    """Compile its catalogue into a folder of LOCALE_PATHS, with the messages of another language's catalogue."""
    made = polib.POFile()
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": CODE,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for entry in polib.pofile(str(like), encoding="utf-8"):
        text = OWN.get((entry.msgctxt or "", entry.msgid), f"{MARK}{entry.msgid}")
        forms = {0: f"{MARK}{entry.msgid}", 1: f"{MARK}{entry.msgid_plural}"} if entry.msgid_plural else {}
        made.append(
            polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgstr="" if forms else text,
                msgstr_plural=forms,
            )
        )
    target = folder / CODE / "LC_MESSAGES"
    target.mkdir(parents=True)
    made.save_as_mofile(str(target / "django.mo"))
