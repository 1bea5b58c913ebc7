"""Random moments."""

from chatserver.live.timing.jitter import spread_ms, within_ms
from tests.running.tables import table


def test_a_moment_lies_within_the_requested_span() -> None:
    moments = [within_ms(50, after_ms=100) for _ in range(100)]
    assert all(100 <= moment <= 150 for moment in moments)
    assert len(set(moments)) > 1


@table(("people", "over_ms"), [(0, 1000), (250, 2000), (2000, 9000), (100_000, 20_000)])
def test_the_more_people_come_back_the_longer_it_takes(people: int, over_ms: int) -> None:
    assert spread_ms(people) == over_ms
