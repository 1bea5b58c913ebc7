"""A clerk's morning in January 2027: what most tests of these pages begin with."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories.planning_desk import NOW, Desk, make_desk

HERE = "tests/sessions/chats/pages/planning/"


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole dialogues of a clerk, page after page of forms and tables. The rules behind them are in the fast part."""
    for item in items:
        if item.nodeid.startswith(HERE):
            item.add_marker(pytest.mark.slow)
