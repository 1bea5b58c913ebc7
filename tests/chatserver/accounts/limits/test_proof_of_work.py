"""Proof of work before a refusal: it grows, is cheap to check and counts once; waiting can replace it."""

import hashlib
from itertools import count
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.http import HttpRequest
from django.test import RequestFactory

from chatserver.accounts.limits.proof_of_work import (
    SALT,
    Challenge,
    Work,
    WorkNeeded,
    bits_for,
    is_solved,
    make_challenge,
    read_work,
    wait_s,
)
from chatserver.accounts.limits.rate_limits import Limit, Spending, spend
from sessions.contract.limits import LEAST_WORK_BITS, MOST_WORK_BITS
from sessions.platform.refusals import Refused

pytestmark = pytest.mark.costly

LIMIT = Limit("shared", 12, 3600, "Too often.", free=4)
NOW = "2027-01-02T18:00:00Z"


def solve(challenge: Challenge) -> str:
    return next(str(number) for number in count() if is_solved(challenge.nonce, challenge.bits, str(number)))


def request_with(challenge: Challenge, solution: str = "", token: str = "") -> HttpRequest:
    return RequestFactory().post("/", {"work": token or challenge.token, "solution": solution})


def outcome(**done: Any) -> str:
    try:
        spend(Spending(LIMIT, "a"), **done)
    except Refused as refused:
        return refused.code
    return "passed"


def asked() -> Challenge:
    with pytest.raises(WorkNeeded) as needed:
        spend(Spending(LIMIT, "a"))
    return needed.value.challenge


def test_it_grows_with_what_is_used_up_and_has_an_end() -> None:
    assert [bits_for(times, 4) for times in (0, 3, 4, 5, 6, 8, 10, 100)] == [0, 0, 15, 15, 16, 17, 18, 20]
    assert bits_for(100, None) == 0
    assert [wait_s(bits) for bits in (LEAST_WORK_BITS, LEAST_WORK_BITS + 1, MOST_WORK_BITS)] == [15, 30, 480]


def test_a_solution_is_a_hash_that_begins_with_so_many_zero_bits() -> None:
    challenge = make_challenge(LEAST_WORK_BITS)
    solution = solve(challenge)
    assert hashlib.sha256(f"{challenge.nonce}:{solution}".encode()).hexdigest()[:3] == "000"
    work = read_work(request_with(challenge, solution))
    assert work is not None
    assert (work.bits, work.nonce, work.is_waiting) == (LEAST_WORK_BITS, challenge.nonce, False)


def test_what_was_made_up_is_no_work() -> None:
    challenge = make_challenge(LEAST_WORK_BITS)
    solution = solve(challenge)
    easy = signing.dumps([challenge.nonce, 0], salt="another")
    for request in (
        request_with(challenge, ""),
        request_with(challenge, "x" * 100_000),
        request_with(challenge, "\u09e7"),
        request_with(challenge, solution, token=easy),
        request_with(challenge, solution, token=challenge.token[:-1]),
        request_with(challenge, solution, token=signing.dumps("odd", salt=SALT)),
        request_with(make_challenge(LEAST_WORK_BITS), solution + "0"),
        RequestFactory().post("/"),
    ):
        assert read_work(request) is None


def test_waiting_will_do_and_neither_too_short_nor_too_late() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        challenge = make_challenge(LEAST_WORK_BITS)
        waited = []
        for second in (0, 15, 16, 3600, 3601):
            clock.move_to(f"2027-01-02T{18 + second // 3600}:{second % 3600 // 60:02d}:{second % 60:02d}Z")
            work = read_work(request_with(challenge))
            waited.append(work is not None and work.is_waiting)
    assert waited == [False, False, True, True, False]


@pytest.mark.row("threat", 28)
@pytest.mark.django_db
def test_beyond_the_free_part_each_has_to_work_and_a_solution_is_good_once() -> None:
    with time_machine.travel(NOW, tick=False):
        assert [outcome() for _time in range(6)] == ["passed"] * 4 + ["work_needed"] * 2
        challenge = asked()
        work = read_work(request_with(challenge, solve(challenge)))
        assert [outcome(work=work) for _time in range(2)] == ["passed", "work_needed"]
        assert outcome() == "work_needed"


@pytest.mark.long
@pytest.mark.django_db
def test_easy_work_that_was_kept_in_store_does_not_do_once_it_has_grown() -> None:
    with time_machine.travel(NOW, tick=False):
        for _time in range(4):
            outcome()
        stored = [asked() for _challenge in range(8)]
        works = [read_work(request_with(each, solve(each))) for each in stored]
        assert [outcome(work=work) for work in works] == ["passed"] * 2 + ["work_needed"] * 6


@pytest.mark.django_db
def test_by_waiting_less_can_be_had_than_by_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "chatserver.accounts.limits.rate_limits.WAITS_PER_ADDRESS", Limit("waits", 1, 3600, "Too often.")
    )
    with time_machine.travel(NOW, tick=False) as clock:
        for _time in range(4):
            outcome()
        first, second = asked(), asked()
        clock.shift(16)
        waited = [outcome(work=read_work(request_with(each))) for each in (first, second)]
        assert waited == ["passed", "too_often"]
        worked = asked()
        assert outcome(work=read_work(request_with(worked, solve(worked)))) == "passed"


@pytest.mark.django_db
def test_at_the_end_no_work_helps() -> None:
    with time_machine.travel(NOW, tick=False):
        for _time in range(12):
            hard = make_challenge(MOST_WORK_BITS)
            outcome(work=work_of(hard))
        assert outcome(work=work_of(make_challenge(MOST_WORK_BITS))) == "too_often"


def work_of(challenge: Challenge) -> Any:
    """Stand-in for the work, as if it had been done, which takes a second each."""
    return Work(challenge.nonce, challenge.bits, "203.0.113.7/32")
