"""The link back at the head of a page lays its parts out in a row, and a space between two parts is not shown there."""

import re
from pathlib import Path

TEMPLATES = Path("templates")
LINK = re.compile(r'class="crumbs"><a (?:\{%.*?%\}|\{\{.*?\}\}|[^>{])*>(.*?)</a>', re.DOTALL)
PART = re.compile(r"<(\w+)[^>]*>.*?</\1>", re.DOTALL)


def test_what_a_link_back_says_is_one_part() -> None:
    apart = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        for found in LINK.finditer(path.read_text(encoding="utf-8")):
            inside = found[1].strip()
            if "<" in inside and not PART.fullmatch(inside):
                apart.append(f"{path}: {inside}")
    assert apart == []
