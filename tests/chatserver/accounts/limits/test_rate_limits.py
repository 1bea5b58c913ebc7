"""Rate limits count for all processes together, in spans that begin with the first use, without naming people."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError, connections

from chatserver.accounts.limits.rate_limits import Limit, Spending, forget_spent, give_back, spend
from chatserver.accounts.models import Tally
from sessions.platform.refusals import Refused

THREE = Limit("three", 3, 60, "Too often.")
TWO = Limit("two", 2, 60, "Far too often.")
BEGIN = datetime(2027, 1, 2, 18, tzinfo=UTC)


def passed(*spendings: Spending) -> bool:
    try:
        spend(*spendings)
    except Refused as refused:
        assert refused.code == "too_often"
        return False
    return True


@pytest.mark.django_db
def test_only_so_many_pass_until_the_span_is_over():
    with time_machine.travel(BEGIN, tick=False) as clock:
        assert [passed(Spending(THREE, "a")) for _try in range(5)] == [True, True, True, False, False]
        assert passed(Spending(THREE, "b"))
        clock.shift(timedelta(seconds=59))
        assert not passed(Spending(THREE, "a"))
        clock.shift(timedelta(seconds=1))
        assert [passed(Spending(THREE, "a")) for _try in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_a_refusal_says_when_and_counts_nothing_of_the_others():
    with time_machine.travel(BEGIN, tick=False) as clock:
        assert [passed(Spending(TWO, "a"), Spending(THREE, "a")) for _try in range(2)] == [True, True]
        clock.shift(timedelta(seconds=20))
        with pytest.raises(Refused) as refusal:
            spend(Spending(TWO, "a"), Spending(THREE, "a"))
        assert (refusal.value.after_ms, refusal.value.message, refusal.value.retry) == (40_000, "Far too often.", True)
        assert [passed(Spending(THREE, "a")) for _try in range(2)] == [True, False]


@pytest.mark.django_db
def test_what_did_not_happen_is_given_back_but_never_more_than_was_taken():
    with time_machine.travel(BEGIN, tick=False) as clock:
        assert [passed(Spending(TWO, "a")) for _try in range(3)] == [True, True, False]
        give_back([Spending(TWO, "a").key, Spending(THREE, "never").key])
        assert [passed(Spending(TWO, "a")) for _try in range(2)] == [True, False]
        clock.shift(timedelta(seconds=60))
        for _time in range(5):
            give_back([Spending(TWO, "a").key])
        assert [passed(Spending(TWO, "a")) for _try in range(3)] == [True, True, False]


@pytest.mark.django_db
def test_who_it_was_stands_nowhere_and_what_is_over_is_forgotten():
    with time_machine.travel(BEGIN, tick=False) as clock:
        spend(Spending(THREE, "sms:+919830012345"))
        [row] = Tally.objects.values()
        assert "98300" not in repr(row)
        forget_spent()
        assert Tally.objects.count() == 1
        clock.shift(timedelta(seconds=60))
        forget_spent()
        assert Tally.objects.count() == 0


@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_only_the_limit_passes():
    results: list[bool] = []

    def spend_one() -> None:
        results.append(passed(Spending(THREE, "a"), Spending(TWO, "b")))

    together(spend_one, 12)
    assert sorted(results) == [False] * 10 + [True] * 2


def together(work: Callable[[], None], count: int) -> None:
    """Call it in that many threads at the same moment. A thread that found the file locked for too long tries again."""
    barrier = threading.Barrier(count)

    def run() -> None:
        barrier.wait()
        for _turn in range(5):
            with suppress(OperationalError):  # SQLite serves nobody in turn
                work()
                break
        connections.close_all()

    threads = [threading.Thread(target=run) for _thread in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
