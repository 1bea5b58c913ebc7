"""Orders of codes for invented numbers: budgets that only codes use up which nobody enters."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count, islice

import pytest

from chatserver.accounts.codes import codes
from chatserver.accounts.codes.codes import ask_for_code
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.proof_of_work import Work
from chatserver.accounts.limits.rate_limits import Limit, Spending
from chatserver.accounts.models import SignInCode, Tally
from sessions.contract.limits import MOST_WORK_BITS
from sessions.platform.refusals import Refused
from tests.chatserver.accounts.codes.test_codes import ask, clock, origin_from, outcome

pytestmark = pytest.mark.costly

__all__ = ["clock"]


@pytest.fixture
def numbers() -> Iterator[str]:
    return (f"+91983{index:07d}" for index in count())


def sent_from(network: int, numbers: Iterator[str], count: int) -> int:
    """How many of so many codes are sent without any work."""
    return [_ask_from(network, number) for number in islice(numbers, count)].count("sent")


def enter_from(network: int, numbers: Iterator[str], count: int) -> None:
    for number in islice(numbers, count):
        assert outcome(number, ask(number, number, origin_from(network))) == number


def _ask_from(network: int, number: str, work: Work | None = None) -> str:
    try:
        ask(number, number, replace(origin_from(network), work=work))
    except Refused as refused:
        return refused.code
    return "sent"


def times_of(limit: Limit, subject: str) -> int:
    [times] = rate_limits.count_times(Spending(limit, subject))
    return times


@pytest.mark.long
@pytest.mark.row("threat", 30)
@pytest.mark.django_db
def test_a_network_whose_codes_nobody_enters_gets_fifty_a_day_and_others_are_served(clock, numbers):
    assert sent_from(1, numbers, 80) == 50
    clock.shift(timedelta(minutes=11))
    work = Work("nonce", MOST_WORK_BITS, "198.51.1.7/32")
    assert _ask_from(1, next(numbers), work) == "too_often"  # none of the fifty can be entered any more
    for _hour in range(22):
        clock.shift(timedelta(hours=1))
        assert sent_from(1, numbers, 3) == 0
    assert sent_from(2, numbers, 20) == 20
    clock.shift(timedelta(hours=2))
    assert sent_from(1, numbers, 80) == 50


@pytest.mark.long
@pytest.mark.row("threat", 30)
@pytest.mark.django_db
def test_with_work_those_who_come_together_from_one_network_get_their_codes_before_anyone_has_entered_one(
    clock, numbers
):

    def work() -> Work:
        return Work(secrets.token_hex(6), MOST_WORK_BITS, "198.51.1.7/32")

    told = [_ask_from(1, number, work()) for number in islice(numbers, 202)]
    assert told == ["sent"] * 200 + ["too_often"] * 2


@pytest.mark.long
@pytest.mark.row("threat", 30)
@pytest.mark.django_db
def test_an_entered_code_counts_in_no_budget_and_ten_in_a_hundred_keep_a_network_open(clock, numbers):
    home, network = origin_from(1), codes.hash_channel_network("sms", origin_from(1).network)
    enter_from(1, numbers, 60)
    counted = [
        (rate_limits.CODES_IN_ALL, "sms"),
        (rate_limits.CODES_PER_ADDRESS, home.address),
        (rate_limits.CODES_PER_NETWORK, home.network),
        (rate_limits.CODES_PER_NETWORK_DAY, home.network),
        (rate_limits.CODES_UNENTERED_PER_NETWORK, network),
        (rate_limits.CODES_UNENTERED_LATELY, network),
    ]
    assert {limit.name: times_of(limit, subject) for limit, subject in counted if times_of(limit, subject)} == {}
    assert times_of(rate_limits.CODES_PER_ADDRESSEE_DAY, "sms:+919830000000") == 1
    assert sent_from(1, numbers, 100) == 100
    assert [row.times for row in Tally.objects.filter(key=Spending(rate_limits.CODES_IN_ALL, "sms").key)] == [100]
    stored = repr(list(Tally.objects.values())) + repr(
        list(SignInCode.objects.values_list("network", "counted_in_all"))
    )
    assert "198.51" not in stored
    assert "+9198" not in stored


@pytest.mark.django_db
def test_mailboxes_which_cost_nothing_speak_for_no_network_that_orders_sms(clock, numbers):
    for index in range(20):
        mailbox = f"a{index}@example.org"
        _row, sent = ask_for_code(mailbox, channel="email", address=mailbox, origin=origin_from(1))
        assert outcome(mailbox, sent) == mailbox
    assert sent_from(1, numbers, 80) == 50


@pytest.mark.row("threat", 30)
@pytest.mark.django_db
def test_a_third_is_kept_for_networks_from_which_codes_were_entered_within_a_month(clock, monkeypatch, numbers):
    for name, times in (("_NEW_NETWORK", 20), ("", 30)):
        monkeypatch.setattr(rate_limits, f"CODES_IN_ALL{name}", Limit("code.all", times, 24 * 3600, "Too often."))
    enter_from(2, numbers, 1)
    clock.shift(timedelta(days=29))
    assert (sent_from(1, numbers, 25), sent_from(3, numbers, 5), sent_from(2, numbers, 15)) == (20, 0, 10)
    clock.shift(timedelta(days=2))
    assert (sent_from(1, numbers, 25), sent_from(2, numbers, 5)) == (20, 0)


@pytest.mark.django_db
def test_the_operator_is_told_once_a_day_that_half_of_the_codes_are_used_up(clock, monkeypatch, caplog, numbers):
    monkeypatch.setattr(rate_limits, "CODES_IN_ALL", Limit("code.all", 20, 24 * 3600, "Too often."))
    assert sent_from(1, numbers, 9) == 9
    assert caplog.messages == []
    assert sent_from(2, numbers, 5) == 5
    told = "Sign-in codes by sms: 10 of today's 20 were sent but never entered."
    assert caplog.messages == [told]
    clock.shift(timedelta(days=1))
    assert sent_from(2, numbers, 12) == 12
    assert caplog.messages == [told] * 2
