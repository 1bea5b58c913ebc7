"""A machine whose clock on the wall can be set, which does not change how much time passes."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from sessions.log import clock_readings as readings
from sessions.log import confirmed_time

NOW = datetime(2027, 1, 2, 6, 0, tzinfo=UTC)
BOOTED_AT = NOW - timedelta(seconds=5000)


class Machine:
    """A machine: its clock, the seconds since it was started, and what the database's clock shows, if that has one."""

    def __init__(self, wall: time_machine.Traveller) -> None:
        self._wall = wall
        self.passed = 5000.0
        self.database: Callable[[], datetime | None] = lambda: None

    def pass_time(self, seconds: float) -> None:
        self.passed += seconds
        self._wall.shift(seconds)

    def set_clock(self, by: timedelta) -> None:
        self._wall.shift(by)

    def right_time(self) -> datetime:
        """What a clock shows that nobody sets."""
        return BOOTED_AT + timedelta(seconds=self.passed)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    with time_machine.travel(NOW, tick=False) as wall:
        machine = Machine(wall)
        monkeypatch.setattr(readings, "passed_seconds", lambda: machine.passed)
        monkeypatch.setattr(confirmed_time, "database_clock", lambda: machine.database())  # noqa: PLW0108 -- it changes
        yield machine
