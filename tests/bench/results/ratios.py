"""The cost of a frame's fan-out relative to the peers that were measured beside it; pure."""

from collections.abc import Sequence

from tests.bench.results.figures import Row


def cost(row: Row) -> float | None:
    """Microseconds of the server's CPU for the fan-out of one frame: all of its time if it did nothing else."""
    return row.figures.get("us_of_fanout", row.figures.get("us_per_frame"))


def ratio(rows: Sequence[Row], row: Row, peer: str) -> float | None:
    """A row's cost divided by that of a peer in the same part; None if either was not measured."""
    other = find(rows, row.part, peer)
    own, theirs = cost(row), cost(other) if other is not None else None
    return own / theirs if own and theirs else None


def find(rows: Sequence[Row], part: str, subject: str) -> Row | None:
    return next((row for row in rows if (row.part, row.subject) == (part, subject)), None)
