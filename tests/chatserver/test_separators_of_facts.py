"""Between short facts on one line stands what the reader's language has there: {% dot %} or {% comma %}.

Neither is written out.
"""

import re
from pathlib import Path

import polib

TEMPLATES = Path("templates")
SENTENCE = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{% translate.*?%\}|\{#.*?#\}", re.DOTALL)
"""Translators choose what stands in these."""
COMMA = re.compile(r"[>}], [<{]")
ONE_LANGUAGE = {"templates/sessions/records/downloads/file.html"}
"""In English, whatever the reader's language is."""
COORDINATES = "{{ matter.lat }}, {{ matter.lon }}"
"""As maps and programs read them."""


def test_no_page_writes_out_what_stands_between_facts() -> None:
    paths = sorted(TEMPLATES.rglob("*.html"))
    assert [str(path) for path in paths if " · " in SENTENCE.sub("", path.read_text(encoding="utf-8"))] == []


def test_no_page_writes_out_a_comma_between_facts() -> None:
    """Urdu has a comma of its own."""
    paths = [path for path in sorted(TEMPLATES.rglob("*.html")) if str(path) not in ONE_LANGUAGE]
    texts = {str(path): path.read_text(encoding="utf-8").replace(COORDINATES, "") for path in paths}
    assert [path for path, text in texts.items() if COMMA.search(SENTENCE.sub("{}", text))] == []


def test_no_sentence_in_urdu_has_a_dot_between_facts() -> None:
    """Its zero is a dot: beside a number, one more would make it tenfold."""
    path = "chatserver/locale/ur/LC_MESSAGES/django.po"
    assert [each.msgid for each in polib.pofile(path) if "·" in each.msgstr] == []
