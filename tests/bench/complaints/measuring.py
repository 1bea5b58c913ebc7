"""A process with a database of its own: fills a borough, asks for lists and near copies, and prints what that took.

`python -m tests.bench.complaints.measuring COUNT ROUNDS`, with DATA_DIR or DATABASE_URL in the environment.
"""

import random
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from tests.bench.act_costs import CostMeter, Took
from tests.bench.databases.own_process import measure_filled, times


def main() -> None:
    """Prints `{"filled_s", "near": {sort: [[ms, ms of CPU], …]}, "list": {sort: …}, "open311": {sort: …}}`."""
    count, rounds = int(sys.argv[1]), int(sys.argv[2])

    def fill_it(words: list[str]) -> None:
        from tests.bench.complaints.filling import fill

        fill(words, count)

    measure_filled(fill_it, lambda words: _measure(words, rounds))


def _measure(words: list[str], rounds: int) -> dict[str, dict[str, list[Took]]]:
    from django.test import Client

    chance, meter, client = random.Random(2), CostMeter(), Client(SERVER_NAME="localhost")
    near = {"with a point": _near(chance, words, has_point=True), "by words": _near(chance, words, has_point=False)}
    pages: dict[str, Callable[[], dict[str, Any]]] = {
        "of a ward": lambda: {"ward": chance.randint(91, 102)},
        "older": lambda: {"ward": 95, "before": _number(chance)},
        "overdue": lambda: {"borough": "X", "overdue": "1"},
        "category and state": lambda: {"ward": 95, "category": "drains", "state": "open"},
        "words": lambda: {"ward": 95, "q": chance.choice(words)},
        "words in the borough": lambda: {"borough": "X", "q": " ".join(chance.sample(words, 2))},
    }
    lists = {sort: lambda query=query: client.get("/matters/", query()) for sort, query in pages.items()}
    return {
        "near": {sort: times(meter, act, rounds) for sort, act in near.items()},
        "list": {sort: times(meter, act, rounds) for sort, act in lists.items()},
        "open311": {sort: times(meter, act, rounds) for sort, act in _open311(client).items()},
    }


def _open311(client: Any) -> dict[str, Callable[[], Any]]:
    """Lists for other programs: a thousand rows where nothing else is said, a hundred by every filter."""
    from django.utils import timezone

    from chatserver.outside.open311.server.responses import READERS
    from tests.bench.complaints.filling import DAYS

    now = timezone.now()
    day = now - timedelta(days=DAYS // 2)
    span = {"start_date": f"{day:%Y-%m-%d}", "end_date": f"{day + timedelta(days=30):%Y-%m-%d}"}
    lately = f"{now - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
    queries: dict[str, dict[str, Any]] = {
        "a thousand": {},
        "a page": {"page_size": 100},
        "a later page": {"page_size": 100, "page": 9},
        "a month, long ago": span | {"page_size": 100},
        "open": {"status": "open", "page_size": 100},
        "closed": {"status": "closed", "page_size": 100},
        "of a service": {"service_code": "drains", "page_size": 100},
        "changed lately": {"updated_after": lately, "page_size": 100},
    }

    def read(query: dict[str, Any]) -> Any:
        READERS.clear()
        answer = client.get("/open311/v2/requests.json", query)
        assert answer.status_code == HTTPStatus.OK, answer.content
        return answer

    return {sort: partial(read, query) for sort, query in queries.items()}


def _near(chance: random.Random, words: list[str], *, has_point: bool) -> Callable[[], Any]:
    from sessions.matters.near_copies import near_copies
    from sessions.models import Category, Ward
    from tests.bench.complaints.filling import place_of

    wards, categories = list(Ward.objects.all()), list(Category.objects.all())

    def search() -> Any:
        place: dict[str, Any] = place_of(chance) if has_point else {}
        text = " ".join(chance.choices(words, k=15))
        return near_copies(chance.choice(wards), chance.choice(categories), text, **place)

    return search


def _number(chance: random.Random) -> str:
    from sessions.models import Matter

    numbers = Matter.objects.filter(ward__number=95).order_by("serial").values_list("number", flat=True)
    return str(numbers[chance.randrange(len(numbers))])


if __name__ == "__main__":
    main()
