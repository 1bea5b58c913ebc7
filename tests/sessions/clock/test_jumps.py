"""A clock that jumped is told apart from time that passed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sessions.clock.jumps import BELIEVED_AFTER_SECONDS, Reading, Trust, judge, jump_between
from tests.running.tables import table

NOON = datetime(2027, 1, 2, 12, 0, tzinfo=UTC)
START = Reading("boot", 1000.0, NOON)
HOUR = 3600.0


def after(passed: float, ahead: float = 0.0, boot: str = "boot") -> Reading:
    """So many seconds after the start, by a clock that is so far ahead of them."""
    return Reading(boot, START.passed + passed, NOON + timedelta(seconds=passed + ahead))


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
        (after(1, ahead=HOUR, boot="another"), 0),
    ],
)
def test_a_jump_is_what_the_clock_went_beyond_what_passed(reading: Reading, jump: float):
    assert jump_between(START, reading) == timedelta(seconds=jump)


def test_a_clock_that_jumps_again_waits_again():
    first, _jump = judge(Trust(START), after(1, ahead=HOUR))
    second, jump = judge(first, after(200, ahead=2 * HOUR))
    assert jump == timedelta(hours=2)
    reading = after(1 + BELIEVED_AFTER_SECONDS, ahead=2 * HOUR)
    trust, _jump = judge(second, reading)
    assert trust.now(reading) == NOON + timedelta(seconds=1 + BELIEVED_AFTER_SECONDS)


def test_many_small_steps_are_one_jump():
    trust, jumps = Trust(START), 0
    for second in range(1, 20):
        trust, jump = judge(trust, after(second, ahead=50 * second))
        jumps += bool(jump)
    assert jumps
    assert trust.now(after(20, ahead=1000)) == NOON + timedelta(seconds=20)


@given(st.lists(st.tuples(st.floats(0.5, 900), st.floats(-9000, 9000)), max_size=30))
def test_the_time_to_go_by_is_never_later_than_the_clock_nor_than_a_steady_one_before_it_is_believed(steps):
    trust, passed = Trust(START), 0.0
    for seconds, ahead in steps:
        passed += seconds
        reading = after(passed, ahead=ahead)
        trust, _jump = judge(trust, reading)
        now = trust.now(reading)
        assert now <= reading.wall
        if trust.ahead is not None:
            assert now <= trust.sure.wall + timedelta(seconds=reading.passed - trust.sure.passed)
