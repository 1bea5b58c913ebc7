"""Complaints and suggestions: near copies and pages of the list, with 20,000 in one borough, on both databases."""

from collections.abc import Iterator
from typing import Any

from tests.bench.databases.both import CPU, measure_on_both, percentile_of
from tests.bench.names import COMPLAINTS
from tests.bench.options import Options
from tests.bench.results.figures import Row

COUNT = 20_000
ROUNDS = 60
"""Requests of each sort of search or page."""


def measure_complaints(options: Options) -> Iterator[Row]:
    """One row for each database."""
    count = max(500, round(COUNT * options.scale))
    for subject, measured in measure_on_both("tests.bench.complaints.measuring", count, ROUNDS):
        yield _row(subject, count, measured)


def _row(subject: str, count: int, measured: Any) -> Row:
    figures: dict[str, float] = {"complaints": count, "filled_s": measured["filled_s"]}
    for name in ("near", "list", "open311"):
        took = [each for sort in measured[name].values() for each in sort]
        for percent in (50, 95):
            figures[f"{name}_p{percent}_ms"] = percentile_of(took, percent)
            figures[f"{name}_p{percent}_cpu_ms"] = percentile_of(took, percent, CPU)
    notes = [
        f"{name}, {sort}: p50 {percentile_of(each, 50):.0f} ms, p95 {percentile_of(each, 95):.0f} ms, "
        f"of CPU {percentile_of(each, 50, CPU):.0f} and {percentile_of(each, 95, CPU):.0f} ms"
        for name in ("near", "list", "open311")
        for sort, each in measured[name].items()
    ]
    return Row(COMPLAINTS, subject, figures, notes)
