"""Among the parts of one chart, no two look the same: the key beside each word would else say nothing."""

import re
from collections import Counter
from collections.abc import Iterable

import pytest

from sessions.matters.pages.seeing.figures import COMPLAINT_PARTS, SUGGESTION_PARTS
from sessions.promises.pages import charts as promises
from sessions.record.pages.figures.charts import KINDS_WORDS, PART_WORDS
from tests.servers.server import ROOT

CSS = (ROOT / "chatserver/static/css/parts/charts.css").read_text(encoding="utf-8").partition("@media")[0]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def looks_of(part: str, kinds: Iterable[str]) -> Counter[str]:
    """How many kinds have each look. part: the selector of the element that has the kind."""
    looks = dict.fromkeys(kinds, "")
    for selectors, declared in RULE.findall(CSS):
        for kind in looks:
            if re.search(rf"{re.escape(part)}\s*\[data-kind=\"{kind}\"\]", selectors):
                looks[kind] += " ".join(declared.split())
    return Counter(looks.values())


@pytest.mark.parametrize("part", [".chart__key", ".chart__bars"])
@pytest.mark.parametrize(
    "kinds", [COMPLAINT_PARTS, SUGGESTION_PARTS, PART_WORDS, KINDS_WORDS, promises.PARTS, promises.PROPOSAL_PARTS]
)
def test_no_two_parts_of_a_chart_look_the_same(part: str, kinds: Iterable[str]) -> None:
    assert {look: count for look, count in looks_of(part, kinds).items() if count > 1} == {}
