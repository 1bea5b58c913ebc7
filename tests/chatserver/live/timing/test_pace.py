"""When a room's next flush is due."""

from math import inf

import pytest

from chatserver.live.timing.pace import (
    BACKING_EVERY_S,
    COUNTS_BYTES_PER_S,
    COUNTS_FRAMES_PER_S,
    LEAD_S,
    POLL_EVERY_S,
    POLL_WITHOUT_HINTS_EVERY_S,
    PRESENCE_EVERY_S,
    TICK_S,
    Pace,
)


@pytest.fixture
def pace() -> Pace:
    return Pace(now=100.0)


def test_the_first_event_after_quiet_waits_less_than_fifty_milliseconds(pace: Pace) -> None:
    pace.hint(101.0)
    pace.hint(101.005)
    assert pace.next_at() == 101.0 + LEAD_S
    assert LEAD_S < 0.05


def test_events_in_a_burst_go_in_ticks(pace: Pace) -> None:
    pace.flush(101.0, 101.001)
    pace.hint(101.002)
    assert pace.next_at() == 101.0 + TICK_S


def test_a_slow_fan_out_makes_the_ticks_longer(pace: Pace) -> None:
    pace.flush(101.0, 101.5)
    pace.hint(101.6)
    assert pace.next_at() == 102.0


def test_the_log_is_read_without_a_hint(pace: Pace) -> None:
    assert pace.next_at() == 100.0 + POLL_EVERY_S
    assert not pace.is_reading_due(104.9)
    assert pace.is_reading_due(105.0)
    assert pace.begin_reading(105.0) is True
    assert pace.next_at() == 105.0 + POLL_EVERY_S


def test_without_hints_it_is_read_at_once_and_then_each_second(pace: Pace) -> None:
    pace.poll_every(POLL_WITHOUT_HINTS_EVERY_S, 101.0)
    assert pace.next_at() == 101.0
    pace.begin_reading(101.0)
    pace.poll_every(POLL_WITHOUT_HINTS_EVERY_S, 101.5)
    assert pace.next_at() == 102.0
    pace.poll_every(POLL_EVERY_S, 101.7)
    assert pace.next_at() == 101.7
    pace.begin_reading(101.7)
    assert pace.next_at() == 106.7


def test_a_failed_reading_is_tried_again_after_a_second(pace: Pace) -> None:
    pace.begin_reading(101.0)
    pace.fail_reading(101.0)
    assert pace.next_at() == 102.0


def test_presence_alone_is_told_every_two_seconds(pace: Pace) -> None:
    pace.tell_counts(101.0, size=50)
    pace.change_presence(101.1)
    assert not pace.is_reading_due(101.1)
    assert pace.next_at() == 101.0 + PRESENCE_EVERY_S
    assert not pace.are_counts_due(102.9)
    assert pace.are_counts_due(103.0)


def test_backing_alone_is_read_and_told_every_second(pace: Pace) -> None:
    pace.tell_counts(101.0, size=50)
    pace.change_backing(101.1)
    assert pace.next_at() == 101.0 + BACKING_EVERY_S
    assert not pace.is_reading_due(101.9)
    assert pace.is_reading_due(102.0)
    assert pace.are_counts_due(102.0)
    assert pace.begin_reading(102.0) is True


def test_beside_events_backing_is_told_in_ticks(pace: Pace) -> None:
    pace.tell_counts(101.0, size=50)
    pace.change_backing(101.1)
    pace.hint(101.1)
    assert pace.next_at() == 101.1 + LEAD_S
    assert not pace.may_add_counts(101.15)
    assert pace.may_add_counts(101.0 + TICK_S)


def test_heavy_counts_are_told_as_seldom_as_they_are_heavy(pace: Pace) -> None:
    pace.tell_counts(101.0, size=COUNTS_BYTES_PER_S * 3)
    pace.change_backing(101.1)
    assert pace.next_at() == 104.0
    assert not pace.may_add_counts(103.9)
    assert pace.may_add_counts(104.0)


def test_nothing_is_due_once_all_is_told() -> None:
    pace = Pace(now=-inf)
    pace.hint(101.0)
    pace.change_presence(101.0)
    pace.begin_reading(101.1)
    pace.tell_counts(101.1, size=50)
    assert pace.next_at() == 101.1 + POLL_EVERY_S


def test_counts_alone_come_less_often_in_a_process_with_very_many_sockets(pace: Pace) -> None:
    pace.set_listeners(4 * COUNTS_FRAMES_PER_S)
    pace.tell_counts(101.0, 10)
    pace.change_backing(101.5)
    assert pace.next_at() == 101.0 + 4.0
    assert pace.may_add_counts(101.5)  # with events they cost no frame
    pace.set_listeners(COUNTS_FRAMES_PER_S // 2)  # the others have left
    assert pace.next_at() == 101.0 + BACKING_EVERY_S
