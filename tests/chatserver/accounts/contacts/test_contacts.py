"""Addresses for reminders: apart from the account, and deleted when they are given up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from chatserver.accounts.contacts.contacts import addresses_of, choose_reminders, stop_by_code
from chatserver.accounts.models import Contact, Identity
from sessions.city.people.subscriptions import channels_of
from sessions.platform.refusals import Refused
from tests.factories.evening import make_person, make_ward

VICTIM = "+919830098300"
BOTH = {"email": "one@example.org", "sms": "+919830012345"}


@pytest.mark.django_db
def test_what_is_chosen_is_kept_and_what_is_given_up_is_forgotten():
    person = make_person("one", make_ward())
    choose_reminders(person, addresses=BOTH)
    assert (addresses_of(person), channels_of(person)) == (BOTH, ["email", "sms"])
    choose_reminders(person, addresses={"sms": BOTH["sms"]})
    assert (addresses_of(person), channels_of(person)) == ({"sms": BOTH["sms"]}, ["sms"])
    choose_reminders(person, addresses={})
    assert (addresses_of(person), channels_of(person)) == ({}, [])


@pytest.mark.django_db
def test_a_code_stops_its_own_channel_and_is_void_for_an_address_that_changed():
    person = make_person("one", make_ward())
    choose_reminders(person, addresses=BOTH)
    codes = {channel: stop_code_of(person, channel) for channel in BOTH}
    choose_reminders(person, addresses=BOTH | {"email": "new@example.org"})
    assert not stop_by_code(codes["email"])
    assert stop_by_code(codes["sms"])
    assert not stop_by_code(codes["sms"])
    assert (addresses_of(person), channels_of(person)) == ({"email": "new@example.org"}, ["email"])


@pytest.mark.django_db
def test_an_address_shows_nowhere_where_objects_are_listed():
    person = make_person("one", make_ward())
    choose_reminders(person, addresses=BOTH)
    email, sms = (Contact.objects.get(person=person, channel=channel) for channel in ("email", "sms"))
    shown = f"{email!r} {sms} {person!r}"
    assert "example" not in shown
    assert "98300" not in shown


def stop_code_of(person: Any, channel: str) -> str:
    return Contact.objects.get(person=person, channel=channel).stop_code


@pytest.mark.django_db
def test_one_person_cannot_have_messages_sent_to_one_number_after_the_other():
    person = make_person("one", make_ward())
    assert [is_chosen(person, f"+9198300123{turn:02}") for turn in range(7)] == [True] * 5 + [False] * 2
    assert addresses_of(person) == {"sms": "+919830012304"}
    assert is_chosen(person, "+919830012304")  # the form sent again orders nothing new


@pytest.mark.costly
@pytest.mark.django_db
def test_many_people_cannot_have_messages_sent_to_one_reader():
    people = make_people(20)
    with time_machine.travel(datetime(2027, 1, 2, 12, tzinfo=UTC), tick=False) as clock:
        assert [is_chosen(each, VICTIM) for each in people[:10]] == [True] * 8 + [False] * 2
        clock.shift(timedelta(days=2))
        assert [is_chosen(each, VICTIM) for each in people[10:]] == [True] * 8 + [False] * 2
        clock.shift(timedelta(days=2))
        assert not is_chosen(people[19], VICTIM)
    assert Contact.objects.filter(address=VICTIM).count() == 16


@pytest.mark.django_db
def test_who_signs_in_by_a_number_chooses_it_however_often_others_have_typed_it():
    *strangers, owner = make_people(10)
    Identity.objects.create(person=owner, channel="sms", address=VICTIM)
    assert [is_chosen(each, VICTIM) for each in strangers] == [True] * 8 + [False]
    assert is_chosen(owner, VICTIM)


@pytest.mark.long
@pytest.mark.django_db
def test_numbers_of_other_countries_that_nobody_has_proven_have_a_limit_for_all_together():
    people = make_people(52)
    assert [is_chosen(each, f"+4479111234{index:02}") for index, each in enumerate(people)] == [True] * 50 + [False] * 2
    assert is_chosen(people[51], VICTIM)


def make_people(count: int) -> list[Any]:
    ward = make_ward()
    return [make_person(f"p{index}", ward) for index in range(count)]


def is_chosen(person: Any, number: str) -> bool:
    try:
        choose_reminders(person, addresses={"sms": number})
    except Refused as refused:
        assert refused.code == "too_often"
        return False
    return True
