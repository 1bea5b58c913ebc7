"""The website: pages of a ward, its borough and the city, and the search, after two years; on both databases."""

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
from tests.bench.names import SITE
from tests.bench.options import Options
from tests.bench.percentiles import percentile
from tests.servers.postgres import Postgres

COUNT = 20_000
ROUNDS = 60
"""Of each sort of page."""

TIME, CPU = 0, 1


def measure_site(options: Options) -> Iterator[Row]:
    """One row for each database."""
    count = max(500, round(COUNT * options.scale))
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        yield _row("this product, SQLite", count, {"DATA_DIR": folder})
    with tempfile.TemporaryDirectory(prefix="site-") as folder, closing(Postgres(shared_buffers="256MB")) as server:
        server.command("CREATE DATABASE site")
        environment = {
            "DATA_DIR": folder,
            "DATABASE_URL": server.url("site"),
            "SECRET_KEY": secrets.token_urlsafe(50),
        }
        yield _row("this product, PostgreSQL", count, environment)


def _row(subject: str, count: int, environment: dict[str, str]) -> Row:
    """Each p95 is that of the slowest sort of page, so that no fast one hides it."""
    measured = _measure(count, environment)
    figures: dict[str, float] = {"matters": count, "filled_s": measured["filled_s"]}
    notes = []
    for part in ("ward", "borough", "search"):
        for which, name in ((TIME, "ms"), (CPU, "cpu_ms")):
            figures[f"{part}_p95_{name}"] = max(_percentile(each, 95, which) for each in measured[part].values())
        notes += [
            f"{sort}: p50 {_percentile(each, 50):.0f} ms, p95 {_percentile(each, 95):.0f} ms, "
            f"of CPU {_percentile(each, 95, CPU):.0f} ms, at most {measured['largest'][sort] / 1024:.1f} KB"
            for sort, each in measured[part].items()
        ]
    figures["largest_kb"] = max(measured["largest"].values()) / 1024
    return Row(SITE, subject, figures, notes)


def _percentile(took: list[list[float]], percent: float, which: int = TIME) -> float:
    return percentile([each[which] for each in took], percent)


def _measure(count: int, environment: dict[str, str]) -> Any:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-m", "tests.bench.site.measuring", str(count), str(ROUNDS)]
    done = subprocess.run(
        command, cwd=root, env=os.environ | environment, check=True, capture_output=True, encoding="utf-8"
    )
    return json.loads(done.stdout)
