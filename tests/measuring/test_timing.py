"""Bounds on the processor's time hold in a slow moment of the machine, and what is slow itself does not pass."""

from functools import partial

import pytest

from tests.measuring import timing
from tests.measuring.timing import least_measured, seconds_for, slowness

MOMENT_S = 0.2


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "PATIENCE_S", MOMENT_S)


def work(times: int) -> None:
    for _time in range(times):
        timing._work()


def scan(times: int) -> None:
    for _time in range(times):
        timing._scan()


def test_no_machine_counts_as_quicker_than_the_one_on_which_the_bounds_were_set() -> None:
    assert min(slowness(), slowness(is_reading=True)) >= 1


@pytest.mark.costly
def test_what_takes_too_long_is_not_taken_for_a_slow_moment() -> None:
    assert seconds_for(partial(work, 4), wanted_s=timing.WORK_S) > timing.WORK_S
    assert seconds_for(partial(scan, 4), wanted_s=timing.WORK_S, is_reading=True) > timing.WORK_S


def test_what_a_slow_moment_made_long_is_measured_again() -> None:
    moments = iter([3.0, 2.0, 0.5, 0.1])
    assert least_measured(lambda: next(moments), wanted=1.0) == 0.5
