"""Divides tests among the processes of a run: tests of one server stay together, long ones begin early, others between.

By their ids, because xdist's own groups are lost with pytest 9.2, which does not let it write them into the ids.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.servers.stacks import STACKS

TAKES_S = {"long": 2.0, "slow": 1.0}
"""As a rule, what has such a mark and none that says how long it takes."""

BEGUN_BY = 0.85
"""Of a run: the shortest of those that wait have begun by then."""

MADE_ONCE = ("tests/chatserver/demo/test_load.py", "tests/journeys/app/test_notifications.py")
"""Files whose tests share what takes seconds to make, on no stack by name: each process that runs some makes it."""

STACK = re.compile(rf"\[(?:.*-)?({'|'.join(STACKS)})(?:-.*)?\]$")


class Sharing(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """A finished group is dropped: with each test, xdist counts through everything that it keeps."""
        nodeid = self.registered_collections[node][item_index]
        group, groups = self._split_scope(nodeid), self.assigned_work[node]
        groups[group][nodeid] = True
        if all(groups[group].values()):
            del groups[group]
        self._reschedule(node)


def group_of(nodeid: str) -> str:
    """A file's tests on one stack, all of a file in MADE_ONCE, or a test by itself."""
    stack, path = STACK.search(nodeid), nodeid.partition("::")[0]
    if stack:
        return f"{path} on {stack[1]}"
    return path if path in MADE_ONCE else nodeid


def share_out(items: list[pytest.Item], *, waits: Callable[[pytest.Item], bool]) -> None:
    """Put the longest first, so that at the end no process is left alone with one; and those that wait far apart.

    waits: whether a test waits for servers or the clock for most of its time. If all processes began with those,
    no processor would have work; at the end all would want one. Groups stay together.
    """
    groups = defaultdict[str, list[pytest.Item]](list)
    for item in items:
        groups[group_of(item.nodeid)].append(item)
    longest_first = sorted(groups.values(), key=_group_takes_s, reverse=True)
    waiting = [group for group in longest_first if any(map(waits, group))]
    at_work = [item for group in longest_first if not any(map(waits, group)) for item in group]
    items[:] = spread(waiting, at_work)


def spread(waiting: Sequence[Sequence[pytest.Item]], at_work: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """After each group so many others as are its part of the time for which all groups wait."""
    begins_s = [0.0, *accumulate(map(_group_takes_s, waiting))]
    places = [int(len(at_work) * BEGUN_BY * each / begins_s[-1]) for each in begins_s] if waiting else []
    for group, (begin, end) in zip(waiting, pairwise(places), strict=True):
        yield from group
        yield from at_work[begin:end]
    yield from at_work[places[-1] if places else 0 :]


def _group_takes_s(group: Sequence[pytest.Item]) -> float:
    return sum(map(_takes_s, group))


def _takes_s(item: pytest.Item) -> float:
    """Roughly, by its marks."""
    takes = item.get_closest_marker("takes")
    if takes:
        return float(takes.args[0])
    return next((seconds for name, seconds in TAKES_S.items() if item.get_closest_marker(name)), 0.0)
