"""The parts of the bench by the names under which they are asked for."""

from collections.abc import Callable, Iterator
from functools import partial

from tests.bench import names
from tests.bench.figures import Row
from tests.bench.options import Options
from tests.bench.parts.fanout import measure_fanout

Part = Callable[[Options], Iterator[Row]]

PARTS: dict[str, Part] = {
    **{f"fanout-{sockets}": partial(measure_fanout, sockets) for sockets in names.FANOUT_SIZES},
}
GROUPS = {"fanout": [f"fanout-{sockets}" for sockets in names.FANOUT_SIZES]}
"""Names that stand for several parts."""


def chosen(words: list[str]) -> list[str]:
    """The parts that some names ask for, each once and in the order of PARTS; all of them where there are no names.

    Raises KeyError with a name that is none.
    """
    wanted: set[str] = set()
    for word in words:
        wanted.update(GROUPS.get(word) or [word])
    for name in wanted - PARTS.keys():
        raise KeyError(name)
    return [name for name in PARTS if not wanted or name in wanted]
