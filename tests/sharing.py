"""Divides tests among the processes of a run: tests of one server stay together, and the longest begin first.

By their ids, because xdist's own groups are lost with pytest 9.2, which does not let it write them into the ids.
"""

import re
from collections import defaultdict
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.servers.stacks import STACKS

A_SLOW_TEST_S = 1.0
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
    """A file's tests on one stack, or a test by itself."""
    stack = STACK.search(nodeid)
    return f"{nodeid.partition('::')[0]} on {stack[1]}" if stack else nodeid


def put_the_longest_first(items: list[pytest.Item]) -> None:
    """So that at the end of a run no process is left alone with a long test. Groups stay together."""
    takes_s = defaultdict[str, float](float)
    for item in items:
        takes_s[group_of(item.nodeid)] += _takes_s(item)
    places = {group: place for place, group in enumerate(takes_s)}
    items.sort(key=lambda item: (-takes_s[group_of(item.nodeid)], places[group_of(item.nodeid)]))


def _takes_s(item: pytest.Item) -> float:
    if takes := item.get_closest_marker("takes"):
        return float(takes.args[0])
    return A_SLOW_TEST_S if item.get_closest_marker("slow") else 0.0
