"""A process with a database of its own: fills a borough, asks for its pages and searches, and prints what that took.

`python -m tests.bench.site.measuring COUNT ROUNDS`, with DATA_DIR or DATABASE_URL in the environment.
"""

import random
import sys
from collections.abc import Callable, Mapping
from typing import Any

from tests.bench.act_costs import CostMeter
from tests.bench.databases.own_process import measure_filled, times

LANGUAGES = ("en", "bn", "hi", "ur")


def main() -> None:
    """Prints `{"filled_s", "largest": {sort: bytes}, "ward": {sort: [[ms, ms of CPU], …]}, "borough", "search"}`."""
    count, rounds = int(sys.argv[1]), int(sys.argv[2])

    def fill_it(words: list[str]) -> None:
        from tests.bench.site.filling import fill

        fill(words, count)

    measure_filled(fill_it, lambda words: _measure(words, rounds))


def _measure(words: list[str], rounds: int) -> dict[str, Any]:
    from django.test import Client

    chance, meter, client = random.Random(2), CostMeter(), Client(SERVER_NAME="localhost")
    largest: dict[str, int] = {}

    def asks(sort: str, address: Callable[[], tuple[str, Mapping[str, Any]]]) -> Callable[[], None]:
        def ask() -> None:
            path, query = address()
            page = client.get(path, query, headers={"accept-language": chance.choice(LANGUAGES)})
            assert page.status_code == 200, (path, page.status_code)
            largest[sort] = max(largest.get(sort, 0), len(page.content))

        return ask

    measured = {
        part: {sort: times(meter, asks(sort, address), rounds) for sort, address in sorts.items()}
        for part, sorts in _addresses(chance, words).items()
    }
    return {"largest": largest, **measured}


type Address = Callable[[], tuple[str, Mapping[str, Any]]]


def _addresses(chance: random.Random, words: list[str]) -> dict[str, dict[str, Address]]:
    """What is asked for, by part and sort."""

    def ward() -> str:
        return f"/wards/{chance.randint(91, 102)}/"

    return {
        "ward": {
            "ward": lambda: (ward(), {}),
            "ward, older": lambda: (ward(), {"before": _place(chance)}),
            "ward, its activities": lambda: (ward(), {"kind": "activity"}),
            "ward, promises kept": lambda: (ward(), {"kind": "promise", "news": "done"}),
            "ward, older chats": lambda: (ward(), {"kind": "chat", "before": _place(chance)}),
        },
        "borough": {
            "borough": lambda: ("/boroughs/X/", {}),
            "borough, older": lambda: ("/boroughs/X/", {"before": _place(chance)}),
            "city": lambda: ("/boroughs/", {}),
            "home": lambda: ("/", {}),
        },
        "search": {
            "search, a frequent word": lambda: ("/search/", {"q": words[chance.randint(0, 20)]}),
            "search, a word": lambda: ("/search/", {"q": chance.choice(words)}),
            "search, two words": lambda: ("/search/", {"q": " ".join(chance.sample(words[:2000], 2))}),
            "search, a beginning": lambda: ("/search/", {"q": chance.choice(words)[:3]}),
            "search, nothing": lambda: ("/search/", {"q": "zzyzx qqq"}),
        },
    }


def _place(chance: random.Random) -> str:
    from sessions.models import TimelineEntry
    from sessions.site.timeline.cursor import Cursor

    rows = TimelineEntry.objects.order_by("pk")
    last = rows.last()
    assert last is not None, "it was filled"
    entry = rows.filter(pk__lte=chance.randint(1, last.pk)).last() or last
    return str(Cursor(entry.at, entry.pk))


if __name__ == "__main__":
    main()
