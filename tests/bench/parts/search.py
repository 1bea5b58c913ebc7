"""The search over 10,000 evenings of 40 questions, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from typing import Any

from tests.bench.databases.both import CPU, measure_on_both, percentile_of
from tests.bench.names import SEARCH
from tests.bench.options import Options
from tests.bench.results.figures import Row
from tests.bench.search.corpus import QUESTIONS_EACH

EVENINGS = 10_000
ROUNDS = 30
"""Searches of each sort."""


def measure_search(options: Options) -> Iterator[Row]:
    """One row for each database: the search with the content of a page, and the whole page."""
    evenings = max(100, round(EVENINGS * options.scale))
    for subject, measured in measure_on_both("tests.bench.search.measuring", evenings, ROUNDS, shared_buffers="512MB"):
        yield _row(subject, evenings, measured)


def _row(subject: str, evenings: int, measured: Any) -> Row:
    took = [each for sort in measured["search"].values() for each in sort]
    figures = {
        "questions": evenings * QUESTIONS_EACH,
        "p50_ms": percentile_of(took, 50),
        "p95_ms": percentile_of(took, 95),
        "p99_ms": percentile_of(took, 99),
        "p50_cpu_ms": percentile_of(took, 50, CPU),
        "p95_cpu_ms": percentile_of(took, 95, CPU),
        "page_p95_ms": percentile_of(measured["page"], 95),
        "page_p95_cpu_ms": percentile_of(measured["page"], 95, CPU),
        "filled_s": measured["filled_s"],
    }
    sorts = sorted(measured["search"].items(), key=lambda each: -percentile_of(each[1], 95, CPU))
    notes = [
        f"{sort}: p95 {percentile_of(each, 95):.0f} ms, {percentile_of(each, 95, CPU):.0f} of CPU"
        for sort, each in sorts
    ]
    return Row(SEARCH, subject, figures, notes)
