"""Complaints and suggestions: near copies and pages of the list, with 20,000 in one borough, on both databases."""

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
from tests.bench.names import MATTERS
from tests.bench.options import Options
from tests.bench.percentiles import percentile
from tests.servers.postgres import Postgres

COUNT = 20_000
ROUNDS = 60
"""Of each sort of search or page."""

TIME, CPU = 0, 1


def measure_matters(options: Options) -> Iterator[Row]:
    """One row for each database."""
    count = max(500, round(COUNT * options.scale))
    with tempfile.TemporaryDirectory(prefix="matters-") as folder:
        yield _row("this product, SQLite", count, {"DATA_DIR": folder})
    with tempfile.TemporaryDirectory(prefix="matters-") as folder, closing(Postgres(shared_buffers="256MB")) as server:
        server.command("CREATE DATABASE matters")
        environment = {
            "DATA_DIR": folder,
            "DATABASE_URL": server.url("matters"),
            "SECRET_KEY": secrets.token_urlsafe(50),
        }
        yield _row("this product, PostgreSQL", count, environment)


def _row(subject: str, count: int, environment: dict[str, str]) -> Row:
    measured = _measure(count, environment)
    figures: dict[str, float] = {"matters": count, "filled_s": measured["filled_s"]}
    for name in ("near", "list", "open311"):
        took = [each for sort in measured[name].values() for each in sort]
        for percent in (50, 95):
            figures[f"{name}_p{percent}_ms"] = _percentile(took, percent)
            figures[f"{name}_p{percent}_cpu_ms"] = _percentile(took, percent, CPU)
    notes = [
        f"{name}, {sort}: p50 {_percentile(each, 50):.0f} ms, p95 {_percentile(each, 95):.0f} ms, "
        f"of CPU {_percentile(each, 50, CPU):.0f} and {_percentile(each, 95, CPU):.0f} ms"
        for name in ("near", "list", "open311")
        for sort, each in measured[name].items()
    ]
    return Row(MATTERS, subject, figures, notes)


def _percentile(took: list[list[float]], percent: float, which: int = TIME) -> float:
    return percentile([each[which] for each in took], percent)


def _measure(count: int, environment: dict[str, str]) -> Any:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-m", "tests.bench.matters.measuring", str(count), str(ROUNDS)]
    done = subprocess.run(
        command, cwd=root, env=os.environ | environment, check=True, capture_output=True, encoding="utf-8"
    )
    return json.loads(done.stdout)
