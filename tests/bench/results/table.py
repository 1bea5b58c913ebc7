"""The one table that a run prints; pure."""

from collections.abc import Iterable, Sequence

from tests.bench import names
from tests.bench.results.figures import Row, show
from tests.bench.results.goals import Verdict
from tests.bench.results.ratios import ratio

HEAD = ("part", "who", "measured", "× websockets", "× picows", "× tutorial", "remarks")
AGAINST = (names.WEBSOCKETS, names.PICOWS, names.TUTORIAL_PUBSUB)


def format_table(rows: Sequence[Row], verdicts: Sequence[Verdict]) -> str:
    """The measured figures, then their meaning for each goal, as a table in Markdown."""
    body = [_cells(rows, row) for row in rows]
    widths = [max(len(line[column]) for line in (HEAD, *body)) for column in range(len(HEAD))]
    lines = [_line(HEAD, widths), "|" + "|".join("-" * (width + 2) for width in widths) + "|"]
    lines += [_line(cells, widths) for cells in body]
    if verdicts:
        lines += ["", *map(_goal, verdicts)]
    return "\n".join(lines)


def _cells(rows: Sequence[Row], row: Row) -> tuple[str, ...]:
    ratios = (ratio(rows, row, peer) for peer in AGAINST)
    return (
        row.part,
        row.subject,
        show(row),
        *("" if value is None else f"{value:.2f}" for value in ratios),
        "; ".join(row.notes),
    )


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def _goal(verdict: Verdict) -> str:
    sign, word = (">=" if verdict.is_floor else "<="), ("met" if verdict.is_met else "NOT MET")
    return f"{word:>7}  {verdict.goal}: {verdict.value:,.2f} (goal {sign} {verdict.bound:,g})"
