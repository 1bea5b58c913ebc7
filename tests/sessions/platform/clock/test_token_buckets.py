"""A bucket for each key, in bounded memory, with a clock from the caller."""

from sessions.platform.clock.token_buckets import TokenBuckets


def test_so_many_at_once_and_then_one_for_each_span() -> None:
    buckets = TokenBuckets(burst=3, per_second=0.5, max_keys=10)
    assert [buckets.take("a", 0.0) for _try in range(5)] == [0, 0, 0, 2.0, 2.0]
    assert buckets.take("b", 0.0) == 0
    assert [buckets.take("a", 2.0), buckets.take("a", 2.0), buckets.take("a", 3.0)] == [0, 2.0, 1.0]
    assert [buckets.take("a", 100.0) for _try in range(4)] == [0, 0, 0, 2.0]


def test_a_look_takes_nothing() -> None:
    buckets = TokenBuckets(burst=1, per_second=0.5, max_keys=10)
    assert [buckets.wait_s("a", 0.0) for _look in range(3)] == [0, 0, 0]
    assert (len(buckets), buckets.take("a", 0.0)) == (0, 0)
    assert [buckets.wait_s("a", 0.0), buckets.wait_s("a", 1.0), buckets.wait_s("a", 2.0)] == [2.0, 1.0, 0]


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing() -> None:
    buckets = TokenBuckets(burst=1, per_second=1, max_keys=10)
    assert [buckets.take("a", 10.0), buckets.take("a", 5.0), buckets.take("a", 6.0)] == [0, 1.0, 0]


def test_of_more_keys_than_there_is_room_the_longest_unused_is_forgotten() -> None:
    buckets = TokenBuckets(burst=1, per_second=0.001, max_keys=100)
    for index in range(10_000):
        buckets.take(f"{index}", 0.0)
        buckets.take("flood", 0.0)
    assert len(buckets) == 100
    assert buckets.take("flood", 0.0) > 0
