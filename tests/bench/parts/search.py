"""The search over 10,000 evenings of 40 questions, on SQLite and on PostgreSQL."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bench.figures import Row
from tests.bench.names import SEARCH
from tests.bench.options import Options
from tests.bench.percentiles import percentile
from tests.bench.search.corpus import QUESTIONS_EACH
from tests.servers.postgres import Postgres

EVENINGS = 10_000
ROUNDS = 30
"""Searches of each sort."""

TIME, CPU = 0, 1
"""What is measured of each: milliseconds, and those of CPU, which a busy machine does not change."""


def measure_search(options: Options) -> Iterator[Row]:
    """One row for each database: the search with the content of a page, and the whole page."""
    evenings = max(100, round(EVENINGS * options.scale))
    with tempfile.TemporaryDirectory(prefix="search-") as folder:
        yield _row("this product, SQLite", evenings, {"DATA_DIR": folder})
    with tempfile.TemporaryDirectory(prefix="search-") as folder, closing(Postgres(shared_buffers="512MB")) as server:
        server.command("CREATE DATABASE search")
        environment = {
            "DATA_DIR": folder,
            "DATABASE_URL": server.url("search"),
            "SECRET_KEY": secrets.token_urlsafe(50),
        }
        yield _row("this product, PostgreSQL", evenings, environment)


def _row(subject: str, evenings: int, environment: dict[str, str]) -> Row:
    measured = _measure(evenings, environment)
    took = [each for sort in measured["search"].values() for each in sort]
    figures = {
        "questions": evenings * QUESTIONS_EACH,
        "p50_ms": _percentile(took, 50),
        "p95_ms": _percentile(took, 95),
        "p99_ms": _percentile(took, 99),
        "p50_cpu_ms": _percentile(took, 50, CPU),
        "p95_cpu_ms": _percentile(took, 95, CPU),
        "page_p95_ms": _percentile(measured["page"], 95),
        "page_p95_cpu_ms": _percentile(measured["page"], 95, CPU),
        "filled_s": measured["filled_s"],
    }
    sorts = sorted(measured["search"].items(), key=lambda each: -_percentile(each[1], 95, CPU))
    notes = [
        f"{sort}: p95 {_percentile(each, 95):.0f} ms, {_percentile(each, 95, CPU):.0f} of CPU" for sort, each in sorts
    ]
    return Row(SEARCH, subject, figures, notes)


def _percentile(took: list[list[float]], percent: float, which: int = TIME) -> float:
    return percentile([each[which] for each in took], percent)


def _measure(evenings: int, environment: dict[str, str]) -> Any:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-m", "tests.bench.search.measuring", str(evenings), str(ROUNDS)]
    done = subprocess.run(
        command, cwd=root, env=os.environ | environment, check=True, capture_output=True, encoding="utf-8"
    )
    return json.loads(done.stdout)
