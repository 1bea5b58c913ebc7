"""Printed codes: for residents of one ward, each valid once, until its last day or until a clerk revokes it."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from chatserver.accounts.codes.codes import RequestOrigin
from chatserver.accounts.codes.printed_codes import (
    BY_PAPER,
    batches_of,
    print_again,
    print_batch,
    revoke_batch,
    sign_in_by_slip,
)
from chatserver.accounts.limits.device_cookie import Device
from chatserver.accounts.limits.proof_of_work import Work
from chatserver.accounts.models import Identity, PrintedBatch, PrintedCode, User
from chatserver.accounts.privacy.erasure import erase_person
from sessions.contract.limits import MOST_WORK_BITS
from sessions.models import Change
from sessions.platform.refusals import Refused
from tests.chatserver.accounts.limits.test_rate_limits import together
from tests.clients.signing_in import post, signed_in_as
from tests.factories.evening import make_person, make_ward

pytestmark = pytest.mark.django_db

HOME = RequestOrigin("203.0.113.7/32", "203.0.113.0/24")


def a_month_on() -> date:
    return timezone.localdate() + timedelta(days=30)


def print_some(count: int = 3):
    ward, clerk = make_ward(), make_person("clerk")
    return ward, clerk, *print_batch(ward, count=count, expires_on=a_month_on(), clerk=clerk)


def outcome(text: str, origin: RequestOrigin = HOME) -> User | str:
    try:
        return sign_in_by_slip(text, language="bn", origin=origin)
    except Refused as refused:
        return refused.code


def test_a_slip_lets_in_a_new_resident_of_its_ward_once():
    ward, _clerk, batch, slips = print_some()
    assert [slip.number for slip in slips] == [f"{batch.pk}-{number:03d}" for number in (1, 2, 3)]
    assert all(re.fullmatch(r"[0-9]{4} [0-9]{4} [0-9]{4}", slip.digits) for slip in slips)
    person = outcome(slips[0].digits)
    assert isinstance(person, User)
    assert (person.ward, person.label, person.language, person.has_usable_password()) == (ward, "", "bn", False)
    assert outcome(slips[0].digits) == "bad_code"
    assert outcome(slips[1].digits) != person


def test_the_digits_are_read_as_they_are_typed():
    *_others, slips = print_some()
    bengali = "".join(chr(0x09E6 + int(char)) if char.isdecimal() else "-" for char in slips[0].digits)
    assert isinstance(outcome(bengali), User)


def test_the_digits_stand_nowhere_but_on_the_paper():
    *_others, slips = print_some()
    rows = repr([*PrintedBatch.objects.values(), *PrintedCode.objects.values(), *Change.objects.values()])
    assert [slip for slip in slips if slip.digits in rows or slip.digits.replace(" ", "") in rows] == []


def test_after_its_day_a_slip_opens_nothing():
    _ward, _clerk, batch, slips = print_some()
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert isinstance(outcome(slips[0].digits), User)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert outcome(slips[1].digits) == "bad_code"
    assert batch.codes.filter(used_at=None).count() == 2


def test_a_batch_that_was_taken_back_opens_nothing_and_who_is_in_stays():
    ward, clerk, batch, slips = print_some()
    person = outcome(slips[0].digits)
    revoke_batch(batch, clerk=clerk)
    revoke_batch(batch, clerk=clerk)
    assert [outcome(slip.digits) for slip in slips] == ["bad_code"] * 3
    assert isinstance(person, User)
    person.refresh_from_db()
    assert person.is_active
    changes = Change.objects.filter(subject="printed_codes", ward=ward).order_by("pk")
    assert [(change.before, change.after) for change in changes] == [
        (None, {"slips": 3, "to": a_month_on().isoformat()}),
        ({"slips": 3}, None),
    ]
    [listed] = batches_of([ward])
    assert (listed.printed, listed.used) == (3, 1)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("count", "days", "code"), [(0, 1, "bad_number"), (121, 1, "bad_number"), (1, -1, "bad_date"), (1, 367, "bad_date")]
)
def test_what_cannot_be_printed_is_refused(count: int, days: int, code: str):
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused, match=code):
        print_batch(make_ward(), count=count, expires_on=day, clerk=make_person("clerk"))
    assert PrintedBatch.objects.count() == 0


def test_who_comes_back_with_an_old_slip_gets_a_new_code_and_stays_the_same_person():
    ward, clerk, batch, slips = print_some()
    person = outcome(slips[1].digits)
    assert isinstance(person, User)
    for _time in range(2):
        _batch, [anew] = print_again(ward, slip=f" {batch.pk}-২ ", expires_on=a_month_on(), clerk=clerk)
    stale = PrintedCode.objects.filter(person=person, used_at=None)
    assert stale.count() == 1  # the one that was lost in between is void
    assert outcome(anew.digits) == person
    assert outcome(anew.digits) == "bad_code"


@pytest.mark.row("threat", 28)
def test_a_code_that_was_printed_again_makes_nobody_a_second_person_once_they_are_erased():
    ward, clerk, batch, slips = print_some()
    person = outcome(slips[0].digits)
    assert isinstance(person, User)
    _batch, [anew] = print_again(ward, slip=f"{batch.pk}-1", expires_on=a_month_on(), clerk=clerk)
    erase_person(person)
    assert outcome(anew.digits) == "bad_code"
    assert User.objects.filter(vouched_by="paper").count() == 1


@pytest.mark.parametrize("which", ["unused", "another ward", "a telephone", "closed", "nonsense"])
def test_nobody_gets_a_code_for_somebody_elses_account(which: str):
    ward, clerk, batch, slips = print_some()
    person = outcome(slips[0].digits)
    assert isinstance(person, User)
    slip = f"{batch.pk}-001"
    if which == "unused":
        slip = f"{batch.pk}-002"
    elif which == "another ward":
        ward = make_ward(96)
    elif which == "a telephone":
        Identity.objects.create(person=person, channel="sms", address="+919830012345")
    elif which == "closed":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        slip = "99999999999999999999-001"
    with pytest.raises(Refused, match="not_found"):
        print_again(ward, slip=slip, expires_on=a_month_on(), clerk=clerk)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
def test_guessing_comes_to_an_end():
    print_some()
    assert [outcome("000000000000") for _try in range(61)] == ["bad_code"] * 60 + ["work_needed"]
    solved = iter(Work(f"{index}", MOST_WORK_BITS, HOME.address) for index in range(600))
    after = [outcome("000000000000", replace(HOME, work=next(solved))) for _try in range(541)]
    assert after == ["bad_code"] * 540 + ["too_often"]


@pytest.mark.long
def test_guessing_leaves_a_device_alone_on_which_somebody_came_in_by_paper():
    [slip, *_others] = print_some()[3]
    for _try in range(60):
        outcome("000000000000")
    known = replace(HOME, device=Device("known").after(BY_PAPER))
    assert isinstance(outcome(slip.digits, known), User)
    assert [outcome("000000000000", known) for _try in range(20)] == ["bad_code"] * 19 + ["too_often"]


@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db(transaction=True)
def test_of_five_who_use_one_slip_at_the_same_moment_one_gets_in():
    *_others, slips = print_some()
    results: list[User | str] = []

    def use() -> None:
        results.append(outcome(slips[0].digits))

    together(use, 5)
    assert results.count("bad_code") == 4
    assert User.objects.filter(ward__number=95).count() == 1


def test_a_printed_code_signs_in_a_resident_of_its_ward(client: Client):
    clerk, ward = User.objects.create_user("clerk"), make_ward()
    _batch, [slip] = print_batch(ward, count=1, expires_on=timezone.localdate(), clerk=clerk)
    answer = post(client, "/sign-in/", by="paper", address=slip.digits, next="/wards/95/", stays="on")
    person = signed_in_as(client)
    assert (answer["Location"], person is not None and person.ward == ward) == ("/wards/95/", True)
    assert post(Client(), "/sign-in/", by="paper", address=slip.digits).status_code == 422
