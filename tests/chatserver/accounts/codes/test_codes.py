"""A code has six digits and is valid for one browser, ten minutes and five tries, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
import time_machine

from chatserver.accounts.codes import codes
from chatserver.accounts.codes.codes import RequestOrigin, ask_for_code, last_code, proven_code, spend_proof, try_code
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.device_cookie import DUTY, Device
from chatserver.accounts.limits.rate_limits import Limit, Spending
from chatserver.accounts.models import SignInCode, Tally
from sessions.platform.refusals import Refused
from tests.chatserver.accounts.limits.test_rate_limits import together

BEGIN = datetime(2027, 1, 2, 18, tzinfo=UTC)
NUMBER = "+919830012345"
HOME = RequestOrigin("203.0.113.7/32", "203.0.113.0/24")


@pytest.fixture
def clock():
    with time_machine.travel(BEGIN, tick=False) as clock:
        yield clock


def ask(browser: str = "one", number: str = NUMBER, origin: RequestOrigin = HOME) -> str:
    return ask_for_code(browser, channel="sms", address=number, origin=origin)[1]


def may_ask(browser: str = "one", number: str = NUMBER, origin: RequestOrigin = HOME) -> bool:
    try:
        ask(browser, number, origin)
    except Refused as refused:
        assert refused.code == "too_often"
        return False
    return True


def origin_from(network: int, *, device: Device | None = None) -> RequestOrigin:
    return RequestOrigin(f"198.51.{network}.7/32", f"198.51.{network}.0/24", device=device)


def outcome(browser: str, text: str, origin: RequestOrigin = HOME) -> str:
    try:
        return try_code(browser, text=text, origin=origin).address
    except Refused as refused:
        return refused.code


def other_than(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


@pytest.mark.django_db
def test_the_right_code_proves_the_number_once(clock):
    digits = ask()
    assert (len(digits), digits.isdecimal()) == (6, True)
    assert outcome("one", digits) == NUMBER
    assert outcome("one", digits) == "void_code"
    proof = proven_code("one")
    assert proof is not None
    spend_proof(proof)
    with pytest.raises(Refused):
        spend_proof(proof)
    assert proven_code("one") is None


@pytest.mark.django_db
def test_digits_are_read_as_they_are_typed(clock):
    digits = ask()
    bengali = "".join(chr(0x09E6 + int(digit)) for digit in digits)
    assert outcome("one", f" {bengali[:3]} {bengali[3:]} ") == NUMBER


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345x", "½23456", "১২৩৪৫"])
def test_what_cannot_be_a_code_costs_no_try(clock, text: str):
    ask()
    assert outcome("one", text) == "bad_code"
    sent = last_code("one")
    assert sent is not None
    assert sent.tries == 0


@pytest.mark.row("threat", 29)
@pytest.mark.django_db
def test_after_five_tries_the_right_one_opens_nothing(clock):
    digits = ask()
    wrong = other_than(digits)
    assert [outcome("one", wrong) for _try in range(6)] == ["wrong_code"] * 4 + ["void_code"] * 2
    assert outcome("one", digits) == "void_code"


@pytest.mark.django_db
def test_a_wrong_code_says_how_often_it_can_be_tried_still(clock):
    wrong = other_than(ask())
    said = []
    for _try in range(4):
        with pytest.raises(Refused) as refusal:
            try_code("one", text=wrong, origin=HOME)
        said.append(str(refusal.value.message))
    assert said[0] == "Wrong code. You can try 4 more times."
    assert said[3] == "Wrong code. You can try once more."


@pytest.mark.row("threat", 29)
@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "expected"), [(9.9, NUMBER), (10, "void_code")])
def test_it_holds_for_ten_minutes(clock, minutes: float, expected: str):
    digits = ask()
    clock.shift(timedelta(minutes=minutes))
    assert outcome("one", digits) == expected


@pytest.mark.row("threat", 29)
@pytest.mark.django_db
def test_another_browser_cannot_use_it(clock):
    digits = ask("one")
    assert outcome("two", digits) == "void_code"
    other = ask("two", "+919830099999")
    assert outcome("two", digits if digits != other else other_than(digits)) == "wrong_code"
    assert outcome("one", digits) == NUMBER


@pytest.mark.django_db
def test_a_new_code_for_the_browser_makes_the_one_before_void(clock):
    before = ask("one")
    clock.shift(timedelta(seconds=61))
    after = ask("one")
    assert outcome("one", before if before != after else other_than(after)) == "wrong_code"
    assert outcome("one", after) == NUMBER


@pytest.mark.row("threat", 30)
@pytest.mark.django_db
def test_what_another_browser_asks_for_at_the_same_number_makes_no_code_void(clock):
    own = ask("one")
    clock.shift(timedelta(seconds=61))
    others = ask("two", origin=origin_from(2))
    assert outcome("one", own) == NUMBER
    assert outcome("two", others) == NUMBER


@pytest.mark.django_db
def test_it_stands_nowhere_as_it_was_sent(clock):
    digits = ask()
    [row] = SignInCode.objects.values()
    assert digits not in repr({name: value for name, value in row.items() if name != "digest"})
    assert (len(row["digest"]), row["digest"] != digits) == (64, True)
    assert str(SignInCode.objects.get()) == "sms"


@pytest.mark.costly
@pytest.mark.row("threat", 30)
@pytest.mark.django_db
def test_a_number_cools_down_and_one_asker_has_four_an_hour_and_seven_a_day(clock):
    sent = []
    for minute in (0, 0.5, 1, 2, 3, 4, 5, 59, 60, 61, 62, 63, 64, 65, 121, 180, 1439, 1440):
        clock.move_to(BEGIN + timedelta(minutes=minute))
        if may_ask():
            sent.append(minute)
    assert sent == [0, 1, 2, 3, 60, 61, 62, 1440]


@pytest.mark.costly
@pytest.mark.row("threat", 29)
@pytest.mark.django_db
def test_strangers_together_have_six_an_hour_and_ten_a_day_of_one_number(clock):
    networks = iter(range(200))
    assert [may_ask(origin=origin_from(next(networks))) for _asker in range(10)] == [True] * 6 + [False] * 4
    clock.shift(timedelta(hours=1))
    assert [may_ask(origin=origin_from(next(networks))) for _asker in range(10)] == [True] * 4 + [False] * 6
    clock.shift(timedelta(hours=23))
    assert may_ask(origin=origin_from(next(networks)))


@pytest.mark.costly
@pytest.mark.row("threat", 30)
@pytest.mark.django_db
def test_nobody_locks_a_person_out_by_their_number(clock):
    """A person on a known device gets a code at once and signs in with it, even after strangers used up theirs."""
    known = origin_from(1, device=Device("known").after(f"sms:{NUMBER}"))
    for hour in range(5):
        clock.move_to(BEGIN + timedelta(hours=hour))
        for asker in range(30):
            may_ask(f"stranger-{asker}", origin=origin_from(hour * 30 + asker))
    assert not may_ask("stranger", origin=origin_from(199))
    assert outcome("own", ask("own", origin=known), known) == NUMBER
    clock.shift(timedelta(seconds=61))
    assert may_ask("own", origin=known)


@pytest.mark.costly
@pytest.mark.django_db
def test_a_known_device_has_five_an_hour_and_ten_a_day_and_only_for_who_has_signed_in_there(clock):
    known = origin_from(1, device=Device("known").after(f"sms:{NUMBER}"))
    sent = []
    for minute in (0, 0.5, 1, 2, 3, 4, 5, 60, 61, 62, 63, 64, 65, 130, 1440):
        clock.move_to(BEGIN + timedelta(minutes=minute))
        if may_ask(origin=known):
            sent.append(minute)
    assert sent == [0, 1, 2, 3, 4, 60, 61, 62, 63, 64, 1440]
    other = [may_ask(number="+919830000007", origin=known) for _time in range(2)]
    assert other == [True, False]
    assert may_ask(number="+919830000007", origin=origin_from(2))


@pytest.mark.row("threat", 30)
@pytest.mark.django_db
def test_a_mailbox_is_not_flooded_through_its_many_spellings(clock):
    ask_for_code("one", channel="email", address="one.two@gmail.com", origin=HOME)
    for spelling in ("onetwo@gmail.com", "one.two+7@gmail.com", "o.netwo@googlemail.com"):
        with pytest.raises(Refused, match="too_often"):
            ask_for_code("another", channel="email", address=spelling, origin=HOME)


@pytest.mark.costly
@pytest.mark.django_db
def test_what_has_not_gone_out_opens_nothing_and_another_can_be_asked_for_at_once(clock):
    for _failure in range(7):
        row, digits = ask_for_code("one", channel="sms", address=NUMBER, origin=HOME)
        for _again in range(2):
            codes.void_unsent_code(row.pk)
        assert outcome("one", digits) == "void_code"
    last = ask()
    with pytest.raises(Refused, match="too_often"):
        ask()
    assert outcome("one", last) == NUMBER


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "CODES_PER_ADDRESS",
        "CODES_PER_NETWORK",
        "CODES_PER_NETWORK_DAY",
        "CODES_IN_ALL_NEW_NETWORK",
        "ABROAD_PER_NETWORK",
        "ABROAD_IN_ALL",
    ],
)
def test_lines_networks_and_all_together_have_limits_of_their_own(clock, monkeypatch, name: str):
    monkeypatch.setattr(rate_limits, name, Limit(name, 3, 3600, "Too often."))
    numbers = [f"+44207946{index:04d}" for index in range(4)]
    for index, number in enumerate(numbers[:3]):
        ask(f"browser-{index}", number)
    with pytest.raises(Refused, match="too_often"):
        ask("browser-3", numbers[3])


@pytest.mark.costly
@pytest.mark.row("threat", 28)
@pytest.mark.django_db
def test_what_strangers_use_up_of_all_leaves_some_for_known_devices_and_more_for_those_on_duty(clock, monkeypatch):
    for name, times in (("_NEW_NETWORK", 2), ("", 3), ("_KNOWN", 5), ("_ON_DUTY", 6)):
        monkeypatch.setattr(rate_limits, f"CODES_IN_ALL{name}", Limit("code.all", times, 3600, "Too often."))
    numbers = iter(f"+9198300{index:05d}" for index in range(100))

    def asked(*identifiers: str) -> bool:
        number = next(numbers)
        device = Device("device")
        for each in (*identifiers, *([f"sms:{number}"] if identifiers else [])):
            device = device.after(each)
        return may_ask(number, number, origin_from(1, device=device))

    assert [asked() for _stranger in range(4)] == [True] * 2 + [False] * 2
    entered = codes.hash_channel_network("sms", origin_from(1).network)
    rate_limits.begin_anew(Spending(rate_limits.NETWORK_THAT_ENTERS, entered))
    assert [asked() for _stranger in range(3)] == [True, False, False]
    assert [asked("known") for _known in range(3)] == [True] * 2 + [False]
    assert [asked(DUTY) for _official in range(2)] == [True, False]


@pytest.mark.row("threat", 28)
@pytest.mark.django_db
def test_one_network_that_asks_hour_after_hour_uses_up_no_day_of_the_city(clock, monkeypatch):
    """The limits are a thousandth of what they are, so that a day has few requests."""
    for name in ("CODES_PER_NETWORK", "CODES_PER_NETWORK_DAY", "CODES_IN_ALL"):
        limit = getattr(rate_limits, name)
        monkeypatch.setattr(rate_limits, name, replace(limit, times=limit.times // 1000, free=None))
    numbers = iter(f"+9198300{index:05d}" for index in range(100))

    def sent(network: int, count: int) -> int:
        return sum(may_ask(number, number, origin_from(network)) for number in islice(numbers, count))

    during_the_day = 0
    for _hour in range(12):
        during_the_day += sent(1, 3)
        clock.shift(timedelta(hours=1))
    assert (during_the_day, sent(2, 3)) == (4, 3)


@pytest.mark.costly
@pytest.mark.row("threat", 28)
@pytest.mark.django_db
def test_foreign_numbers_of_one_network_leave_those_of_another_alone(clock):
    def abroad(index: int, network: int) -> str:
        try:
            return ask(f"browser-{index}", f"+4420794{index:05d}", origin_from(network)) and "sent"
        except Refused as refused:
            return refused.code

    assert [abroad(index, 1) for index in range(60)] == ["sent"] * 5 + ["work_needed"] * 55
    assert [abroad(100 + index, 2) for index in range(3)] == ["sent"] * 3


@pytest.mark.django_db
def test_a_flood_from_one_line_leaves_another_alone(clock, monkeypatch):
    monkeypatch.setattr(rate_limits, "CODES_PER_ADDRESS", Limit("line", 1, 3600, "Too often."))
    ask("one", "+919830000001")
    with pytest.raises(Refused):
        ask("two", "+919830000002")
    assert ask("three", "+919830000003", RequestOrigin("198.51.100.1/32", "198.51.100.0/24"))


@pytest.mark.django_db
def test_what_can_no_longer_be_used_is_deleted(clock):
    ask()
    clock.shift(timedelta(minutes=69))
    codes.forget_codes()
    assert SignInCode.objects.count() == 1
    clock.shift(timedelta(minutes=1))
    codes.forget_codes()
    assert SignInCode.objects.count() == 0


@pytest.mark.row("threat", 29)
@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db(transaction=True)
def test_of_twenty_tries_at_the_same_moment_five_are_looked_at():
    wrong = other_than(ask())
    results: list[str] = []

    def try_one() -> None:
        results.append(outcome("one", wrong))

    together(try_one, 20)
    sent = last_code("one")
    assert sent is not None
    assert (sent.tries, len(results), set(results) <= {"wrong_code", "void_code"}) == (5, 20, True)
    assert results.count("wrong_code") <= 4
    assert max(Tally.objects.values_list("times", flat=True)) in range(5, 21)


@pytest.mark.row("threat", 29)
@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db(transaction=True)
def test_of_five_right_ones_at_the_same_moment_one_is_good():
    digits = ask()
    results: list[str] = []

    def try_one() -> None:
        results.append(outcome("one", digits))

    together(try_one, 5)
    assert sorted(results) == sorted([NUMBER] + ["void_code"] * 4)
