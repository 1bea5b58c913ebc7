"""Similar questions are found fast enough to be offered while somebody writes."""

import random
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from moderation.likeness.likeness_index import LikenessIndex

TEXTS = Path(__file__).parent.parent
AT_MOST_MS = 20.0
EVENING, EARLIER, LOOKUPS = 3000, 5000, 200


def texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) > 20 else []
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in values for text in texts_in(each)]


@pytest.mark.slow
@pytest.mark.takes(3)
def test_nineteen_of_twenty_lookups_among_3000_and_5000_questions_take_at_most_20_ms() -> None:
    """In the thread's own time, with a question added before each, as on a full evening."""
    texts = [text for path in sorted(TEXTS.rglob("*.toml")) for text in texts_in(tomllib.loads(path.read_text()))]
    any_order = random.Random(95)

    def question() -> str:
        words = " ".join(any_order.choices(texts, k=2)).split()
        return " ".join(any_order.sample(words, k=min(len(words), any_order.randrange(8, 18))))

    evening, earlier = LikenessIndex[int](), LikenessIndex[int]()
    for index, number in ((evening, EVENING), (earlier, EARLIER)):
        for key in range(number):
            index.add(key, question())
    took = []
    for key in range(LOOKUPS):
        evening.add(EVENING + key, question())
        text, began_at = question(), time.thread_time()
        evening.find(text)
        earlier.find(text)
        took.append((time.thread_time() - began_at) * 1000)
    assert sorted(took)[LOOKUPS * 19 // 20] <= AT_MOST_MS
