"""The ledger's numbers as bars: widths for the page, which draws them beside the numbers of a table."""

from dataclasses import dataclass

from moderation.ledger.numbers import DecisionNumbers

WIDTH = 200
"""Of the longest bar, in units of the SVG."""


@dataclass(frozen=True, slots=True)
class Bar:
    """x and width: in units of the SVG; kind: a value of numbers.KINDS, which has a colour."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class ChartRow:
    numbers: DecisionNumbers
    bars: list[Bar]


def chart_of(all_numbers: list[DecisionNumbers], kinds: tuple[str, ...]) -> list[ChartRow]:
    """One bar for each row, divided by kind; the longest is WIDTH long."""
    most = max((each.total for each in all_numbers), default=0)
    return [ChartRow(each, _bars(each, kinds, WIDTH / most if most else 0)) for each in all_numbers]


def _bars(numbers: DecisionNumbers, kinds: tuple[str, ...], scale: float) -> list[Bar]:
    bars, x = [], 0.0
    for kind in kinds:
        width = round(numbers.counts.get(kind, 0) * scale, 1)
        if width:
            bars.append(Bar(kind, round(x, 1), width))
        x += width
    return bars
