"""What people wrote is marked with its language in every template, so that the right voice reads it."""

import re
from pathlib import Path

TEMPLATES = Path("templates")
TAG = re.compile(r"<(\w+)\b((?:\{%.*?%\}|\{\{.*?\}\}|[^>{])*)>")
WRITTEN = re.compile(r'class="[^"]*\b(?:question__text|answer__text|stage__text|desk__words)\b')
OWN = ("{% translate", "{% removed_words", "{% include")
"""Begins what is no text of a person, or what marks its parts itself."""


def test_every_quoted_text_names_its_language() -> None:
    bare = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for found in TAG.finditer(text):
            inside = text[found.end() :].lstrip()
            is_written = found[1] in ("blockquote", "q") or WRITTEN.search(found[2])
            is_filled_by_script = inside.startswith("</")
            if is_written and "lang=" not in found[2] and not inside.startswith(OWN) and not is_filled_by_script:
                bare.append(f"{path}: {found[0]}")
    assert bare == []
