"""Moments spread at random."""

import pytest

from chatserver.live.jitter import about_s, spread_ms, within_ms


def test_a_moment_lies_where_it_was_asked_for() -> None:
    assert all(100 <= within_ms(50, after_ms=100) <= 150 for _ in range(100))
    assert all(24.0 <= about_s(30.0) <= 36.0 for _ in range(100))
    assert len({about_s(30.0) for _ in range(10)}) > 1


@pytest.mark.parametrize(("people", "over_ms"), [(0, 1000), (250, 2000), (2000, 9000), (100_000, 20_000)])
def test_the_more_people_come_back_the_longer_it_takes(people: int, over_ms: int) -> None:
    assert spread_ms(people) == over_ms
