"""A process with a database of its own: fills it with a corpus, searches it, and prints what that took as JSON.

`python -m tests.bench.search.measuring EVENINGS ROUNDS`, with DATA_DIR or DATABASE_URL in the environment.
"""

import sys
from collections import defaultdict
from typing import Any

from tests.bench.act_costs import CostMeter, Took
from tests.bench.databases.own_process import measure_filled


def main() -> None:
    """Prints `{"filled_s", "search": {sort: [[ms, ms of CPU], …]}, "page": [[ms, ms of CPU], …]}`."""
    evenings, rounds = int(sys.argv[1]), int(sys.argv[2])

    def fill_it(words: list[str]) -> None:
        from tests.bench.search.corpus import evenings as invented
        from tests.bench.search.filling import fill

        fill(invented(words, evenings))

    measure_filled(fill_it, lambda words: _measure(words, evenings, rounds))


def _measure(words: list[str], evenings: int, rounds: int) -> dict[str, Any]:
    from django.test import Client

    from tests.bench.search.filling import day_of
    from tests.bench.search.searches import searches

    asked = list(searches(words, [day_of(number) for number in range(evenings)], rounds))
    for _sort, search in asked[:20]:  # what is read once is no cost of a search
        _search(search)
    meter, took = CostMeter(), defaultdict[str, list[Took]](list)
    for sort, search in asked:
        took[sort].append(meter.measure(_search, search))
    client = Client(SERVER_NAME="localhost")
    assert client.get("/records/").status_code == 200
    return {
        "search": took,
        "page": [meter.measure(client.get, "/records/", search) for _sort, search in asked[::5]],
    }


def _search(search: dict[str, str]) -> None:
    """What the page asks of the domain: the matches, and the content of one page of them."""
    from sessions.record.search.filters import SearchFilters
    from sessions.record.search.found import found_questions
    from sessions.record.search.question_search import search_records

    result = search_records(search.get("q", ""), SearchFilters.from_query(search))
    start = 20 * (int(search.get("page", "1")) - 1)
    found_questions(result.entries[start : start + 20], result.terms)


if __name__ == "__main__":
    main()
