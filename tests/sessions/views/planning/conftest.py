"""A clerk's morning in January 2027: what most tests of these pages begin with."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.planning_desk import NOW, Desk, make_desk


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    return make_desk()
