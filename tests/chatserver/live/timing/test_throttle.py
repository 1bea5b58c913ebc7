"""How much one client may send."""

from copy import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.live.timing.throttle import Buckets, RecentFaults, TokenBucket
from sessions.contract.limits import MAX_COMMAND_KEYS, RESIDENT_COMMANDS, STAFF_COMMANDS


def test_twenty_commands_go_at_once_and_then_one_every_half_second() -> None:
    bucket = TokenBucket(now=100.0)
    assert [bucket.take(100.0) for _ in range(20)] == [0] * 20
    assert bucket.take(100.0) == 501
    assert bucket.take(100.49) > 0
    assert bucket.take(100.51) == 0
    assert bucket.take(100.51) > 0


def test_staff_decide_five_times_a_second() -> None:
    bucket = TokenBucket(100.0, STAFF_COMMANDS)
    assert [bucket.take(100.0) for _ in range(60)] == [0] * 60
    assert bucket.take(100.0) == 201
    assert bucket.take(100.21) == 0


@pytest.mark.costly
@given(st.lists(st.floats(min_value=0, max_value=5), max_size=200))
def test_no_ten_seconds_hold_more_than_two_bursts(waits: list[float]) -> None:
    bucket, now, taken = TokenBucket(now=0.0), 0.0, []
    for wait in waits:
        now += wait
        after_ms = bucket.take(now)
        if after_ms == 0:
            taken.append(now)
        else:
            assert copy(bucket).take(now + after_ms / 1000) == 0
    assert all(
        sum(start <= moment < start + 10.0 for moment in taken) <= 2 * RESIDENT_COMMANDS.burst for start in taken
    )


def test_the_tenth_fault_of_a_minute_is_the_last() -> None:
    strikes = RecentFaults()
    assert [strikes.add(float(second)) for second in range(10)] == [False] * 9 + [True]


def test_faults_are_forgotten_after_a_minute() -> None:
    strikes = RecentFaults()
    assert not any(strikes.add(second * 6.7) for second in range(100))


def test_accounts_do_not_share_a_bucket() -> None:
    buckets = Buckets()
    assert all(buckets.take(1, now=0.0) == 0 for _ in range(20))
    assert buckets.take(1, now=0.0) > 0
    assert buckets.take(2, now=0.0) == 0


def test_full_buckets_are_forgotten_and_empty_ones_are_not() -> None:
    buckets = Buckets()
    for account_id in range(1, MAX_COMMAND_KEYS):
        buckets.take(account_id, now=0.0)
    for _ in range(20):
        buckets.take(0, now=99.0)
    buckets.take(MAX_COMMAND_KEYS, now=99.0)
    assert sorted(buckets._buckets) == [0, MAX_COMMAND_KEYS]
    assert buckets.take(0, now=99.0) > 0
