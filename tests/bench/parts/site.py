"""The website: pages of a ward, its borough and the city, and the search, after two years; on both databases."""

from collections.abc import Iterator
from typing import Any

from tests.bench.databases.both import CPU, TIME, measure_on_both, percentile_of
from tests.bench.names import SITE
from tests.bench.options import Options
from tests.bench.results.figures import Row

COUNT = 20_000
ROUNDS = 60
"""Requests of each sort of page."""


def measure_site(options: Options) -> Iterator[Row]:
    """One row for each database."""
    count = max(500, round(COUNT * options.scale))
    for subject, measured in measure_on_both("tests.bench.site.measuring", count, ROUNDS):
        yield _row(subject, count, measured)


def _row(subject: str, count: int, measured: Any) -> Row:
    """Each p95 is that of the slowest sort of page, so that no fast one hides it."""
    figures: dict[str, float] = {"complaints": count, "filled_s": measured["filled_s"]}
    notes = []
    for part in ("ward", "borough", "search"):
        for which, name in ((TIME, "ms"), (CPU, "cpu_ms")):
            figures[f"{part}_p95_{name}"] = max(percentile_of(each, 95, which) for each in measured[part].values())
        notes += [
            f"{sort}: p50 {percentile_of(each, 50):.0f} ms, p95 {percentile_of(each, 95):.0f} ms, "
            f"of CPU {percentile_of(each, 95, CPU):.0f} ms, at most {measured['largest'][sort] / 1024:.1f} KB"
            for sort, each in measured[part].items()
        ]
    figures["largest_kb"] = max(measured["largest"].values()) / 1024
    return Row(SITE, subject, figures, notes)
