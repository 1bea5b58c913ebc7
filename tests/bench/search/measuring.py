"""A process with a database of its own: fills it with a corpus, searches it, and prints what that took as JSON.

`python -m tests.bench.search.measuring EVENINGS ROUNDS`, with DATA_DIR or DATABASE_URL in the environment.
"""

import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

type Took = tuple[float, float]


def main() -> None:
    """Prints `{"filled_s", "search": {sort: [[ms, ms of CPU], …]}, "page": [[ms, ms of CPU], …]}`."""
    evenings, rounds = int(sys.argv[1]), int(sys.argv[2])
    os.environ["DJANGO_SETTINGS_MODULE"] = "chatserver.settings"
    import django

    django.setup()
    began = time.perf_counter()
    words = _fill(evenings)
    sys.stdout.write(json.dumps({"filled_s": time.perf_counter() - began, **_measure(words, evenings, rounds)}))


def _fill(count: int) -> list[str]:
    """Answers the words of the corpus."""
    from django.core.management import call_command
    from django.db import connection

    from tests.bench.search.corpus import evenings, vocabulary
    from tests.bench.search.filling import fill

    call_command("migrate", verbosity=0)
    words = vocabulary()
    fill(evenings(words, count))
    if connection.vendor == "sqlite":  # a server does so by itself
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return words


def _measure(words: list[str], evenings: int, rounds: int) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from tests.bench.search.filling import day_of
    from tests.bench.search.searches import searches

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    asked = list(searches(words, [day_of(number) for number in range(evenings)], rounds))
    for _sort, search in asked[:20]:  # what is read once is no cost of a search
        _search(search)
    stopwatch, took = _Stopwatch(), defaultdict[str, list[Took]](list)
    for sort, search in asked:
        took[sort].append(stopwatch.measure(_search, search))
    client = Client(SERVER_NAME="localhost")
    assert client.get("/records/").status_code == 200
    return {
        "search": took,
        "page": [stopwatch.measure(client.get, "/records/", search) for _sort, search in asked[::5]],
    }


def _search(search: dict[str, str]) -> None:
    """What the page asks of the domain: the matches, and the content of one page of them."""
    from sessions.record.finding.filters import SearchFilters
    from sessions.record.finding.found import found_questions
    from sessions.record.finding.search import search_records

    result = search_records(search.get("q", ""), SearchFilters.from_query(search))
    start = 20 * (int(search.get("page", "1")) - 1)
    found_questions(result.entries[start : start + 20], result.terms)


class _Stopwatch:
    """Measures what an act takes: time, and CPU of this process and of PostgreSQL's that serves it.

    On a busy machine only the CPU says what the act costs.
    """

    def __init__(self) -> None:
        from django.db import connection

        connection.ensure_connection()
        of_server = [connection.connection.info.backend_pid] if connection.vendor == "postgresql" else []
        self._files = [Path(f"/proc/{pid}/schedstat") for pid in of_server]

    def measure(self, act: Any, *arguments: Any) -> Took:
        began, cpu = time.perf_counter(), self._cpu_s()
        act(*arguments)
        return (time.perf_counter() - began) * 1000, (self._cpu_s() - cpu) * 1000

    def _cpu_s(self) -> float:
        """The kernel counts another process's nanoseconds in the first word of its schedstat."""
        return time.process_time() + sum(int(file.read_text().split()[0]) / 1e9 for file in self._files)


if __name__ == "__main__":
    main()
