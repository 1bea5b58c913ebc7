"""A clock that jumped is told apart from time that passed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.platform.clock.jumps import BELIEVED_AFTER_SECONDS, BOUND, Reading, Trust, judge, jump_between
from tests.running.tables import table

NOON = datetime(2027, 1, 2, 12, 0, tzinfo=UTC)
START = Reading(1000.0, NOON)
HOUR = 3600.0


def after(passed: float, ahead: float = 0.0) -> Reading:
    """So many seconds after the start, by a clock that is so far ahead of them."""
    return Reading(START.passed + passed, NOON + timedelta(seconds=passed + ahead))


@table(
    ("reading", "jump"),
    [
        (after(1), 0),
        (after(9 * HOUR), 0),  # asleep, or not running
        (after(1, ahead=59), 0),
        (after(1, ahead=61), 61),
        (after(1, ahead=-HOUR), -HOUR),
        (after(9 * HOUR, ahead=15), 0),  # slewed
        (after(9 * HOUR, ahead=HOUR), HOUR),
    ],
)
def test_a_jump_is_what_the_clock_went_beyond_what_passed(reading: Reading, jump: float):
    assert jump_between(START, reading) == timedelta(seconds=jump)


def test_a_clock_that_jumps_again_waits_again():
    first = judge(Trust(START), after(1, ahead=HOUR), None)
    again = after(200, ahead=3 * HOUR)
    assert first.new_jump(again) == timedelta(hours=2)
    reading = after(1 + BELIEVED_AFTER_SECONDS, ahead=3 * HOUR)
    trust = judge(judge(first, again, None), reading, None)
    assert trust.now(reading) == NOON + timedelta(seconds=1 + BELIEVED_AFTER_SECONDS)


def test_many_small_steps_are_one_jump():
    trust, jumps = Trust(START), 0
    for second in range(1, 20):
        reading = after(second, ahead=50 * second)
        jumps += bool(trust.new_jump(reading))
        trust = judge(trust, reading, None)
    assert jumps
    assert trust.now(after(20, ahead=1000)) == NOON + timedelta(seconds=20)


@pytest.mark.costly
@given(st.lists(st.tuples(st.floats(0.5, 900), st.floats(-9000, 9000)), max_size=30))
def test_the_time_to_go_by_is_never_later_than_the_clock_nor_than_a_steady_one_before_it_is_believed(steps):
    trust, passed = Trust(START), 0.0
    for seconds, ahead in steps:
        passed += seconds
        reading = after(passed, ahead=ahead)
        steady = trust.sure.wall + timedelta(seconds=reading.passed - trust.sure.passed)
        assert trust.now(reading) <= min(reading.wall, steady + BOUND)
        trust = judge(trust, reading, None)
        assert trust.now(reading) <= reading.wall
        if trust.ahead is not None:
            assert trust.now(reading) == steady
