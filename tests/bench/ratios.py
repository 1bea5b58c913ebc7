"""What a frame costs one server in terms of the peers that were measured beside it; pure."""

from collections.abc import Sequence

from tests.bench.figures import Row

COST = "us_per_frame"


def ratio(rows: Sequence[Row], row: Row, peer: str) -> float | None:
    """A row's cost per frame over that of a peer in the same part; None where either was not measured."""
    own, others = row.figures.get(COST), find(rows, row.part, peer)
    theirs = others.figures.get(COST) if others is not None else None
    return own / theirs if own and theirs else None


def find(rows: Sequence[Row], part: str, subject: str) -> Row | None:
    return next((row for row in rows if (row.part, row.subject) == (part, subject)), None)
