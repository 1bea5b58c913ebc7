"""Addresses for reminders: apart from the account, and deleted when they are given up."""

from typing import Any

import pytest

from chatserver.accounts.contacts.contacts import addresses_of, choose_reminders, stop_by_code
from chatserver.accounts.models import Contact
from sessions.notifications.subscriptions import channels_of
from tests.evening import make_person, make_ward

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
