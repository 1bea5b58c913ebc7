"""Every string that the code or a template marks for translation stands in the catalogue of each language."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

pytestmark = pytest.mark.costly

ROOT = Path(__file__).resolve().parent.parent.parent
TRANSLATED = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
SOURCES = [path for app in ("chatserver", "moderation", "sessions") for path in (ROOT / app).rglob("*.py")]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
MARKS = {"_": 0, "gettext": 0, "gettext_lazy": 0, "ngettext": 0, "pgettext": 1, "pgettext_lazy": 1, "npgettext": 1}
"""The functions that mark a string, and which argument holds it; the one before it is its context."""

type Marked = tuple[str, str]
"""Context, or blank, and text."""

IN_TEMPLATES = re.compile(
    r"""\b(_|gettext|ngettext|pgettext|npgettext)\((u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*").*)"""
)


def marked_in_python(source: str) -> Iterator[Marked]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            at = MARKS[node.func.id]
            texts = [each.value for each in node.args[: at + 1] if isinstance(each, ast.Constant)]
            if len(texts) == at + 1 and isinstance(texts[at], str):
                yield str(texts[0]) if at else "", str(texts[at])


def marked_in_template(source: str) -> Iterator[Marked]:
    for line in templatize(source).splitlines():
        for call in re.split(r"(?=\b(?:_|gettext|ngettext|pgettext|npgettext)\()", line):
            found = IN_TEMPLATES.match(call)
            if found:
                yield from marked_in_python(found[0][: found[0].rindex(")") + 1])


def entries_of(language: str) -> list[polib.POEntry]:
    catalogue = ROOT / "chatserver" / "locale" / language / "LC_MESSAGES" / "django.po"
    return list(polib.pofile(str(catalogue), encoding="utf-8"))


@pytest.mark.long
@pytest.mark.parametrize("language", TRANSLATED)
def test_every_marked_string_is_in_the_catalogue_of_each_language(language: str) -> None:
    known = {(entry.msgctxt or "", entry.msgid) for entry in entries_of(language) if entry.translated()}
    marked = {text for path in SOURCES for text in marked_in_python(path.read_text(encoding="utf-8"))}
    marked |= {text for path in TEMPLATES for text in marked_in_template(path.read_text(encoding="utf-8"))}
    assert len(marked) > 400  # the search finds what there is
    assert sorted(marked - known) == []


def test_the_search_finds_each_kind_of_mark() -> None:
    template = """{% load i18n %}{% translate "one" %}
    {% blocktranslate count n=n %}two{% plural %}twos{% endblocktranslate %}{% translate "three" context "there" %}
    {% include "x.html" with heading=_("four") %}"""
    assert set(marked_in_template(template)) == {("", "one"), ("", "two"), ("there", "three"), ("", "four")}


@pytest.mark.long
@pytest.mark.parametrize("language", TRANSLATED)
def test_no_string_stands_in_a_catalogue_twice(language: str) -> None:
    """One of two would be shown, and nobody would know which."""
    count = Counter((entry.msgctxt, entry.msgid) for entry in entries_of(language))
    assert [key for key, times in count.items() if times > 1] == []


UNTRANSLATED = {"file.html"}
"""The record's own form in HTML is in one language, as the record is."""

FULL_STOP = re.compile(r"[%}]\}\.(?: |<)")


def test_no_sentence_ends_outside_of_its_translation() -> None:
    """A Latin full stop after a value is none in Bengali, Hindi and Urdu, and their words may follow the value."""
    ends = []
    for path in TEMPLATES:
        text = re.sub(
            r"{% blocktranslate.*?{% endblocktranslate %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        ends += [f"{path.name}: {found[0]}" for found in FULL_STOP.finditer(text) if path.name not in UNTRANSLATED]
    assert ends == []
