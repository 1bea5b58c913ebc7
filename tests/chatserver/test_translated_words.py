"""Every string that the code or a template marks for translation stands in the Bengali catalogue."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = ROOT / "chatserver" / "locale" / "bn" / "LC_MESSAGES" / "django.po"
SOURCES = [path for app in ("chatserver", "moderation", "sessions") for path in (ROOT / app).rglob("*.py")]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
MARKS = {"_": 0, "gettext": 0, "gettext_lazy": 0, "ngettext": 0, "pgettext": 1, "pgettext_lazy": 1, "npgettext": 1}
"""The functions that mark a string, and which argument holds it."""

IN_TEMPLATES = re.compile(
    r"""\b(_|gettext|ngettext|pgettext|npgettext)\((u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*").*)"""
)


def marked_in_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            arguments = node.args[MARKS[node.func.id] :]
            if arguments and isinstance(arguments[0], ast.Constant) and isinstance(arguments[0].value, str):
                yield arguments[0].value


def marked_in_template(source: str) -> Iterator[str]:
    for line in templatize(source).splitlines():
        for call in re.split(r"(?=\b(?:_|gettext|ngettext|pgettext|npgettext)\()", line):
            found = IN_TEMPLATES.match(call)
            if found:
                yield from marked_in_python(found[0][: found[0].rindex(")") + 1])


def test_every_marked_string_is_in_the_catalogue() -> None:
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE))}
    marked = {text for path in SOURCES for text in marked_in_python(path.read_text(encoding="utf-8"))}
    marked |= {text for path in TEMPLATES for text in marked_in_template(path.read_text(encoding="utf-8"))}
    assert len(marked) > 400  # the search finds what there is
    assert sorted(marked - known) == []


def test_the_search_finds_each_kind_of_mark() -> None:
    template = """{% load i18n %}{% translate "one" %}
    {% blocktranslate count n=n %}two{% plural %}twos{% endblocktranslate %}{% translate "three" context "there" %}
    {% include "x.html" with heading=_("four") %}"""
    assert set(marked_in_template(template)) == {"one", "two", "three", "four"}


def test_no_string_stands_in_the_catalogue_twice() -> None:
    """One of two would be shown, and nobody would know which."""
    count = Counter((entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE)))
    assert [key for key, times in count.items() if times > 1] == []
