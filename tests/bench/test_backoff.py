from tests.bench.backoff import wait_s
from tests.running.tables import table


@table(("attempt", "longest"), [(0, 3.0), (1, 1.0), (2, 2.0), (5, 16.0), (6, 20.0), (30, 20.0)])
def test_a_wait_lies_anywhere_up_to_the_longest_of_its_attempt(attempt: int, longest: float) -> None:
    waits = [wait_s(attempt) for _try in range(1000)]

    assert 0 <= min(waits) < longest / 10
    assert longest * 0.9 < max(waits) <= longest


def test_what_the_bye_asked_for_is_kept_to() -> None:
    assert wait_s(3, after_ms=12_500) == 12.5
