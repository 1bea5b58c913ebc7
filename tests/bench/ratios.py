"""What the fan-out of a frame costs one server in terms of the peers that were measured beside it; pure."""

from collections.abc import Sequence

from tests.bench.figures import Row


def cost(row: Row) -> float | None:
    """Microseconds of the server's CPU for the fan-out of one frame: all of them, where nothing else was done."""
    return row.figures.get("us_of_fanout", row.figures.get("us_per_frame"))


def ratio(rows: Sequence[Row], row: Row, peer: str) -> float | None:
    """A row's cost over that of a peer in the same part; None where either was not measured."""
    other = find(rows, row.part, peer)
    own, theirs = cost(row), cost(other) if other is not None else None
    return own / theirs if own and theirs else None


def find(rows: Sequence[Row], part: str, subject: str) -> Row | None:
    return next((row for row in rows if (row.part, row.subject) == (part, subject)), None)
