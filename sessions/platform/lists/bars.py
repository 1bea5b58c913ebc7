"""Numbers as bars: widths for the page, which draws them next to the numbers of a table; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BAR_WIDTH = 200
"""Width of the longest bar, in units of the SVG."""

BAR_HEIGHT = 10
"""Height of all bars of a row together, in units of the SVG."""


@dataclass(frozen=True, slots=True)
class Bar:
    """x, y, width and height: in units of the SVG; kind: what it counts, which has a colour (css/parts/charts.css)."""

    kind: str
    x: float
    width: float
    y: float = 0
    height: float = BAR_HEIGHT


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One row of a chart.

    of: what the row is about; cells: its numbers in words; note: stands in place of the cells where it has none.
    """

    of: str
    bars: Sequence[Bar]
    cells: Sequence[str]
    note: str = ""


def divided_bars(rows: Iterable[Mapping[str, int]], kinds: Sequence[str]) -> list[list[Bar]]:
    """One bar for each row, divided by kind; the longest is BAR_WIDTH long."""
    rows = list(rows)
    most = max((sum(counts.get(kind, 0) for kind in kinds) for counts in rows), default=0)
    return [_divided(counts, kinds, BAR_WIDTH / most if most else 0) for counts in rows]


def bars_below(rows: Iterable[Mapping[str, float]], kinds: Sequence[str], *, most: float = 0) -> list[list[Bar]]:
    """One bar for each kind, one below the other; `most`, or without it the largest value, is BAR_WIDTH long."""
    rows = list(rows)
    most = most or max((max(values.values(), default=0) for values in rows), default=0)
    return [_below(values, kinds, BAR_WIDTH / most if most else 0) for values in rows]


def _divided(counts: Mapping[str, int], kinds: Sequence[str], scale: float) -> list[Bar]:
    bars, x = [], 0.0
    for kind in kinds:
        width = round(counts.get(kind, 0) * scale, 1)
        if width:
            bars.append(Bar(kind, round(x, 1), width))
        x += width
    return bars


def _below(values: Mapping[str, float], kinds: Sequence[str], scale: float) -> list[Bar]:
    height = round(BAR_HEIGHT / len(kinds), 1)
    widths = {kind: round(values.get(kind, 0) * scale, 1) for kind in kinds}
    return [Bar(kind, 0, widths[kind], round(n * height, 1), height) for n, kind in enumerate(kinds) if widths[kind]]
