"""Between short facts on one line stands what the reader's language has there: {% dot %}, and no dot written out."""

import re
from pathlib import Path

TEMPLATES = Path("templates")
SENTENCE = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{% translate.*?%\}|\{#.*?#\}", re.DOTALL)
"""Translators choose what stands in these."""


def test_no_page_writes_out_what_stands_between_facts() -> None:
    paths = sorted(TEMPLATES.rglob("*.html"))
    assert [str(path) for path in paths if " · " in SENTENCE.sub("", path.read_text(encoding="utf-8"))] == []
