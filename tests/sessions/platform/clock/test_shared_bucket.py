"""One bucket for many keys: first come while there is enough, in turns once there is not."""

from collections import Counter
from collections.abc import Iterable

import pytest

from sessions.platform.clock.shared_bucket import SharedBucket

TICKS_PER_S = 100


def served(bucket: SharedBucket, per_s: dict[str, float], *, seconds: float, begin: float = 0.0) -> Counter[str]:
    """How many tokens each key got that asks so often a second."""
    got: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for tick in range(round(seconds * TICKS_PER_S)):
        passed_s = tick / TICKS_PER_S
        for key, pace in per_s.items():
            if asked[key] < passed_s * pace:
                asked[key] += 1
                got[key] += not bucket.take(key, begin + passed_s)
    return got


def attackers(count: int, per_s: float = 19.0) -> dict[str, float]:
    return {f"attacker {number}": per_s for number in range(count)}


def emptied(by: Iterable[str] = ("a",)) -> SharedBucket:
    bucket = SharedBucket(burst=40, per_second=4, max_keys=100)
    for key in by:
        while not bucket.take(key, 0.0):
            pass
    return bucket


def test_one_key_alone_has_the_whole_bucket() -> None:
    bucket = SharedBucket(burst=3, per_second=0.5, max_keys=10)
    assert [bucket.take("a", 0.0) for _try in range(4)] == [0, 0, 0, 2.0]
    assert [bucket.take("a", 2.0), bucket.take("a", 2.0)] == [0, 2.0]
    assert [bucket.take("a", 100.0) for _try in range(4)] == [0, 0, 0, 2.0]


@pytest.mark.parametrize("count", [2, 4, 8, 30])
def test_who_asks_seldom_is_served_at_once_however_many_flood_it(count: int) -> None:
    bucket = SharedBucket(burst=400, per_second=40, max_keys=1000)
    served(bucket, attackers(count), seconds=30)
    assert served(bucket, attackers(count) | {"one": 0.9}, seconds=30, begin=30.0)["one"] == 27


def test_a_hundred_who_come_once_each_are_served_beside_eight_who_flood_it() -> None:
    bucket = SharedBucket(burst=400, per_second=40, max_keys=1000)
    served(bucket, attackers(8), seconds=30)
    got = 0
    for number in range(100):
        begin = 30 + number / 4
        served(bucket, attackers(8), seconds=0.25, begin=begin)
        got += sum(not bucket.take(f"newcomer {number}", begin + 0.25) for _post in range(3))
    assert got == 300


def test_those_who_flood_it_get_the_same_and_all_of_it() -> None:
    bucket = SharedBucket(burst=400, per_second=40, max_keys=1000)
    served(bucket, attackers(4), seconds=30)
    got = served(bucket, attackers(4) | {"faster": 90.0}, seconds=60, begin=30.0)
    assert sum(got.values()) == pytest.approx(60 * 40, rel=0.05)
    assert max(got.values()) == pytest.approx(min(got.values()), rel=0.25)


def test_what_is_lent_to_new_keys_is_one_burst_at_most_and_is_paid_back() -> None:
    bucket = emptied()
    many = [f"{number}" for number in range(1000)]
    assert sum(not bucket.take(key, 0.0) for key in many) <= 40
    fresh = sum(not bucket.take(f"later {number}", number / 100) for number in range(1000))
    assert fresh <= 4 * 10 + 1


def test_its_used_part_is_told() -> None:
    bucket = SharedBucket(burst=10, per_second=1, max_keys=10)
    assert bucket.used("a", 0.0) == 0
    for _time in range(5):
        bucket.take("a", 0.0)
    assert (bucket.used("a", 0.0), round(bucket.used("a", 3.0), 9), bucket.used("b", 0.0)) == (0.5, 0.2, 0)


def test_its_memory_is_bounded_and_a_clock_that_goes_back_does_no_harm() -> None:
    bucket = SharedBucket(burst=2, per_second=0.001, max_keys=100)
    for number in range(10_000):
        bucket.take(f"{number}", 0.0)
    assert len(bucket._parts) == 100
    bucket = SharedBucket(burst=1, per_second=1, max_keys=10)
    assert [bucket.take("a", 10.0), bucket.take("a", 5.0), bucket.take("a", 6.0)] == [0, 1.0, 0]
