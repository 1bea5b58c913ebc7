"""Compiles the translations: each chatserver/locale/*/LC_MESSAGES/django.po that is newer than its .mo.

In a language that is written right to left, each placeholder is isolated from its sentence
(sessions/platform/text/direction/marks.py).

Run as `python -m chatserver.assets.translations`. Needs neither GNU gettext nor a configured Django.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sessions.platform.text.direction.marks import are_right_to_left, isolate_placeholders

if TYPE_CHECKING:
    import polib

FORMS = frozenset(
    {
        "a date",
        "a time of day",
        "between the items of a list",
        "day of the month",
        "days",
        "ordinal number",
        "the end of a list",
    }
)
"""Contexts of messages that are parts of a sentence: its placeholder isolates them as a whole, and nothing in them."""

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_translations(folder: Path = LOCALE) -> list[Path]:
    """Compile the changed catalogues, and answer the files written. Writes are atomic."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        _compile(source, compiled)
        written.append(compiled)
    return written


def find_faults(folder: Path = LOCALE) -> list[str]:
    """One line for each entry that is untranslated, or fuzzy (a guess of the merge tool)."""
    import polib

    faults = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(source), encoding="utf-8"):
            if entry.obsolete or entry.translated():
                continue
            kind = "fuzzy" if entry.fuzzy else "not translated"
            faults.append(f"{source.relative_to(folder)}:{entry.linenum}: {kind}: {entry.msgid!r}")
    return faults


def _compile(source: Path, compiled: Path) -> None:
    import polib  # imported only here: a start with nothing to compile does not wait for it

    unfinished = compiled.with_suffix(f".{os.getpid()}.tmp")
    catalogue = polib.pofile(str(source), encoding="utf-8")
    isolate_variables(catalogue)
    catalogue.save_as_mofile(str(unfinished))
    unfinished.replace(compiled)


def isolate_variables(catalogue: "polib.POFile") -> None:
    """Isolate the placeholders of a catalogue that is written right to left, but for those of FORMS."""
    if are_right_to_left(text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())):
        for entry in (each for each in catalogue if each.msgctxt not in FORMS):
            entry.msgstr = isolate_placeholders(entry.msgstr)
            entry.msgstr_plural = {form: isolate_placeholders(text) for form, text in entry.msgstr_plural.items()}


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        found = find_faults()
        sys.exit("\n".join(found) if found else 0)
    compile_translations()
