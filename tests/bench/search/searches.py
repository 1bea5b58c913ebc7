"""Searches as readers make them, and as somebody makes them who wants the search to be slow; pure."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from sessions.record.search.filters import ANSWERED_VALUES, KIND_VALUES, TOPIC_VALUES
from tests.bench.search.corpus import WARDS

PAGES = 15
COMMON, KNOWN = 40, 4000
"""The words of each frequency: the first COMMON, those up to KNOWN, all others."""

type Search = dict[str, str]


def searches(words: list[str], days: list[datetime], count: int, seed: int = 3) -> Iterator[tuple[str, Search]]:
    """Each with its sort: so many of every sort, in turn. A search is the parameters of the page's address."""
    random = Random(seed)
    makers = {
        "common word": lambda: {"q": _common(random, words)},
        "two common words": lambda: {"q": f"{_common(random, words)} {_common(random, words)}"},
        "common and rare": lambda: {"q": f"{_common(random, words)} {random.choice(words[KNOWN:])}"},
        "three words": lambda: {"q": " ".join(random.choices(words[:KNOWN], k=3))},
        "rare word": lambda: {"q": random.choice(words[KNOWN:])},
        "beginning": lambda: {"q": random.choice(words[:KNOWN])[: random.randint(2, 4)]},
        "phrase": lambda: {"q": f'"{random.choice(words[:KNOWN])} {random.choice(words[:KNOWN])}"'},
        "common word, filters": lambda: {"q": _common(random, words), **_filters(random, days)},
        "word, filters": lambda: {"q": random.choice(words[:KNOWN]), **_filters(random, days)},
        "filters alone": lambda: {"topic": random.choice(TOPIC_VALUES), **_filters(random, days)},
        "deep page": lambda: {"q": _common(random, words), "page": str(random.randint(4, PAGES))},
    }
    for _round in range(count):
        for sort, make in makers.items():
            yield sort, make()


def _common(random: Random, words: list[str]) -> str:
    return random.choice(words[:COMMON])


def _filters(random: Random, days: list[datetime]) -> Search:
    every = {
        "ward": str(random.randint(1, WARDS)),
        "month": f"{random.choice(days):%Y-%m}",
        "topic": random.choice(TOPIC_VALUES),
        "kind": random.choice(KIND_VALUES),
        "answered": random.choice(ANSWERED_VALUES),
    }
    return dict(random.sample(sorted(every.items()), random.randint(1, 3)))
