"""Runs a measurement on SQLite and on PostgreSQL, each in a process with a database of its own."""

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

from tests.bench.results.percentiles import percentile
from tests.servers.services.postgres import Postgres

TIME, CPU = 0, 1
"""What is measured of each: milliseconds, and those of CPU, which a busy machine does not change."""


def measure_on_both(program: str, *args: int, shared_buffers: str = "256MB") -> Iterator[tuple[str, Any]]:
    """For each database what was measured and what the program printed. It is a module, run with these arguments."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield "this product, SQLite", _measure(program, args, {"DATA_DIR": folder})
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        closing(Postgres(shared_buffers=shared_buffers)) as server,
    ):
        server.command("CREATE DATABASE bench")
        environment = {
            "DATA_DIR": folder,
            "DATABASE_URL": server.url("bench"),
            "SECRET_KEY": secrets.token_urlsafe(50),
        }
        yield "this product, PostgreSQL", _measure(program, args, environment)


def percentile_of(took: list[list[float]], percent: float, which: int = TIME) -> float:
    """which: TIME or CPU."""
    return percentile([each[which] for each in took], percent)


def _measure(program: str, args: tuple[int, ...], environment: dict[str, str]) -> Any:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-m", program, *map(str, args)],
        cwd=root,
        env=os.environ | environment,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return json.loads(done.stdout)
