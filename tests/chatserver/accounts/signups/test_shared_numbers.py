"""Several people may share a number: they choose who they are, and each has an account."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone

from chatserver.accounts.codes.codes import RequestOrigin, ask_for_code, try_code
from chatserver.accounts.models import SignInCode, User
from chatserver.accounts.models.identity import Identity, identifiers_of
from chatserver.accounts.signups.shared_numbers import LARGEST_HOUSEHOLD, add_person, choose_person, people_at
from sessions.models import Ban, Borough, Ward
from sessions.platform.refusals import Refused

pytestmark = pytest.mark.django_db

NUMBER = "+919830012345"
HOME = RequestOrigin("203.0.113.7/32", "203.0.113.0/24")
A_WEEK = timedelta(days=7)


def prove(number: str = NUMBER) -> SignInCode:
    browser = f"browser {SignInCode.objects.count()} {number}"
    _row, digits = ask_for_code(browser, channel="sms", address=number, origin=HOME)
    return try_code(browser, text=digits, origin=HOME)


def add(number: str = NUMBER) -> User:
    return add_person(prove(number), language="bn", origin=HOME)


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch):
    monkeypatch.setattr("chatserver.accounts.limits.rate_limits.spent", lambda *spendings, work=None: nullcontext())


def test_a_number_that_nobody_knows_makes_a_new_person_of_no_ward():
    person = add()
    assert (person.ward, person.label, person.language, person.has_usable_password()) == (None, "", "bn", False)
    assert identifiers_of(person) == [("sms", NUMBER)]
    assert people_at("sms", NUMBER) == [person]


def test_several_of_one_household_share_a_number_and_the_latest_sign_in_is_first():
    first, second = add(), add()
    assert people_at("sms", NUMBER) == [second, first]
    assert choose_person(prove(), first) == first
    assert people_at("sms", NUMBER) == [first, second]
    assert identifiers_of(first) == identifiers_of(second)


def test_nobody_becomes_somebody_of_another_number():
    stranger = add("+919830099999")
    add()
    proof = prove()
    for chosen in (stranger, None):
        with pytest.raises(Refused, match="not_listed"):
            choose_person(proof, chosen)
    assert choose_person(proof, people_at("sms", NUMBER)[0])


def test_a_closed_account_is_not_listed_and_cannot_be_chosen():
    person = add()
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    assert people_at("sms", NUMBER) == []
    with pytest.raises(Refused, match="not_listed"):
        choose_person(prove(), person)


@pytest.mark.costly
@pytest.mark.parametrize("how", ["closed", "banned"])
def test_who_is_kept_out_does_not_come_back_as_somebody_new_and_the_others_of_the_household_stay(how: str):
    person, sister = add(), add()
    if how == "closed":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        ward = Ward.objects.create(number=95, borough=Borough.objects.create(code="X", names={"en": "Borough X"}))
        now = timezone.now()
        ban = Ban.objects.create(person=person, ward=ward, reason="Threats", from_at=now, until_at=now + A_WEEK)
    with pytest.raises(Refused, match="banned"):
        add()
    assert choose_person(prove(), sister) == sister
    assert User.objects.count() == 2
    if how == "banned":
        Ban.objects.filter(pk=ban.pk).update(lifted_at=now)
        assert add() in people_at("sms", NUMBER)


def test_a_right_code_lets_in_one_person_and_not_two():
    proof = prove()
    person = add_person(proof, language="en", origin=HOME)
    for again in (lambda: add_person(proof, language="en", origin=HOME), lambda: choose_person(proof, person)):
        with pytest.raises(Refused, match="void_code"):
            again()
    assert User.objects.count() == 1


@pytest.mark.costly
def test_a_household_has_an_end():
    for _person in range(LARGEST_HOUSEHOLD):
        add()
    proof = prove()
    with pytest.raises(Refused, match="too_many"):
        add_person(proof, language="en", origin=HOME)
    assert User.objects.count() == LARGEST_HOUSEHOLD
    assert choose_person(proof, people_at("sms", NUMBER)[0])  # the others still get in by the same code


def test_an_address_shows_nowhere_where_objects_are_listed():
    add()
    assert [repr(row) for row in Identity.objects.all()] == ["<Identity: sms>"]
