"""A machine whose clock on the wall can be set, which does not change how much time passes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from sessions.clock import confirmed_time, readings

NOW = datetime(2027, 1, 2, 6, 0, tzinfo=UTC)


class Machine:
    """Its clock, and the seconds since it was started."""

    def __init__(self, wall: time_machine.Traveller) -> None:
        self._wall = wall
        self.passed = 5000.0

    def pass_time(self, seconds: float) -> None:
        self.passed += seconds
        self._wall.shift(seconds)

    def set_clock(self, by: timedelta) -> None:
        self._wall.shift(by)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    with time_machine.travel(NOW, tick=False) as wall:
        machine = Machine(wall)
        for module in (readings, confirmed_time):
            monkeypatch.setattr(module, "passed_seconds", lambda: machine.passed)
        monkeypatch.setattr(readings, "database_clock", lambda: None)  # that one is not set with ours
        yield machine
