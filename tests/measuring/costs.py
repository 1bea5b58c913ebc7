"""What each test function costs of the processor, as it was measured last: some come in fewer runs for that.

costs.tsv has, in seconds, the dearest case of a function and all its cases together, on one machine at one time: only
the great differences matter. A function that is not in it costs little. To measure anew:

    PYTEST_ADDOPTS='-p tests.measuring.costs_plugin' bin/test --long && .venv/bin/python -m tests.measuring.costs

The second command takes what was measured into the file, and drops functions that no longer exist.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

FILE = Path(__file__).with_name("costs.tsv")
MEASURED = Path(__file__).parents[2] / "data" / "test-costs"
COSTLY_S = 0.07
"""For one case; the fast part has none of them. As low as keeps that within a minute on two processors."""

LONG_S = 0.35
"""For all cases together; a run has them with --long or --all. As low as keeps a whole run within nine minutes on two
processors: of what grows with the product, first what costs much is left to --long, and then this is lowered."""

KEPT_OF = 2
"""Half of these is written down, too: what is measured anew is then seen to grow."""


class Cost(NamedTuple):
    """In seconds of the processor, those of servers and browsers that the test has started among them."""

    one: float
    all: float


def mark_costly(items: Iterable[pytest.Item]) -> None:
    """What is slow for another reason is left as it is."""
    costs = read_costs()
    for item in items:
        if cost_of(item, costs).one >= COSTLY_S and not item.get_closest_marker("slow"):
            item.add_marker("costly")
            item.add_marker("slow")


def leave_long_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what costs seconds, unless it is marked `always`."""
    costs = read_costs()
    long = [item for item in items if cost_of(item, costs).all >= LONG_S and not any(item.iter_markers("always"))]
    config.hook.pytest_deselected(items=long)
    left_out = set(long)
    items[:] = [item for item in items if item not in left_out]


def cost_of(item: pytest.Item, costs: dict[str, Cost]) -> Cost:
    return costs.get(function_of(item.nodeid), Cost(0, 0))


def function_of(nodeid: str) -> str:
    return nodeid.partition("[")[0]


@cache
def read_costs() -> dict[str, Cost]:
    rows = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    return {name: Cost(float(one), float(together)) for name, one, together in rows}


def add_up(measured: Iterable[tuple[str, float]]) -> dict[str, Cost]:
    """measured: the id of each case, and its seconds; of one that was measured on two databases, the greater."""
    dearest = defaultdict[str, float](float)
    for nodeid, seconds in measured:
        dearest[nodeid] = max(dearest[nodeid], seconds)
    cases = defaultdict[str, list[float]](list)
    for nodeid, seconds in dearest.items():
        cases[function_of(nodeid)].append(seconds)
    return {name: Cost(max(each), sum(each)) for name, each in cases.items()}


def is_much(cost: Cost) -> bool:
    return cost.one * KEPT_OF >= COSTLY_S or cost.all * KEPT_OF >= LONG_S


def is_there(function: str) -> bool:
    """function: as in the id of a test, path::name."""
    path, _, name = function.partition("::")
    file = Path(__file__).parents[2] / path
    return file.is_file() and f"def {name.rpartition('::')[2]}(" in file.read_text(encoding="utf-8")


def main() -> None:
    files = sorted(MEASURED.glob("*.tsv"))
    if not files:
        sys.exit("Nothing was measured: PYTEST_ADDOPTS='-p tests.measuring.costs_plugin' bin/test --long")
    rows = (line.split("\t") for file in files for line in file.read_text(encoding="utf-8").splitlines())
    costs = read_costs() | add_up((nodeid, float(seconds)) for nodeid, seconds in rows)
    kept = {name: cost for name, cost in costs.items() if is_much(cost) and is_there(name)}
    lines = (f"{name}\t{cost.one:.2f}\t{cost.all:.2f}\n" for name, cost in sorted(kept.items()))
    FILE.write_text("".join(lines), encoding="utf-8")
    for file in files:
        file.unlink()


if __name__ == "__main__":
    main()
