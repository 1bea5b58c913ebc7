import threading
from datetime import datetime

import pytest

from chatserver.monitoring.logs.lines import OneLineFormatter
from chatserver.operations.workers import clock_thread
from sessions import tick as clock


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> "Ticks":
    """A clock whose first tick fails; what is tested is the thread around it."""
    ticks = Ticks()
    monkeypatch.setattr(clock, "tick", ticks.tick)
    monkeypatch.setattr(clock_thread, "EVERY_SECONDS", 0.01)
    return ticks


class Ticks:
    def __init__(self) -> None:
        self.count = 0
        self.second = threading.Event()

    def tick(self, now: datetime) -> list[str]:
        self.count += 1
        if self.count == 1:
            raise RuntimeError("the database is away")
        self.second.set()
        return []


@pytest.mark.django_db(transaction=True)
def test_a_tick_that_fails_is_told_and_tried_again(ticks: Ticks, caplog: pytest.LogCaptureFixture):
    thread = clock_thread.ClockThread()
    thread.start()
    assert ticks.second.wait(30)
    thread.stop()
    assert not thread.is_alive()
    [record] = caplog.records
    said, causes, _places = OneLineFormatter().format(record).split(" | ")
    assert said.endswith(": A turn of the clock failed; the server will retry.")
    assert causes == "RuntimeError"
    assert record.exc_info is None


def test_a_clock_that_stands_still_is_late():
    thread = clock_thread.ClockThread()
    assert thread.is_late()
    thread.start()
    assert not thread.is_late()
    thread.succeeded_at -= clock_thread.LATE_AFTER_SECONDS + 1
    thread.stop()
    assert thread.is_late()
