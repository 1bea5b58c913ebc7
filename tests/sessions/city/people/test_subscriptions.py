"""A person's choice of reminders."""

import pytest

from sessions.city.people.subscriptions import channels_of, follow_by_channels, stop_following_by_channel
from tests.factories.evening import make_person, make_ward

pytestmark = pytest.mark.django_db


def test_a_person_is_reminded_by_none_one_or_both_channels_as_they_choose():
    person, other = make_person("one", make_ward()), make_person("other")
    follow_by_channels(other, channels=["sms"])
    for chosen in ([], ["email"], ["email", "sms"], ["sms"], []):
        follow_by_channels(person, channels=chosen)
        assert channels_of(person) == chosen
    assert channels_of(other) == ["sms"]


def test_choosing_the_same_again_keeps_since_when():
    person = make_person("one")
    follow_by_channels(person, channels=["email"])
    since = person.following.get().since
    follow_by_channels(person, channels=["email", "sms"])
    assert person.following.get(channel="email").since == since


def test_stopping_twice_is_stopping():
    person = make_person("one")
    follow_by_channels(person, channels=["email", "sms"])
    stop_following_by_channel(person, channel="sms")
    stop_following_by_channel(person, channel="sms")
    assert channels_of(person) == ["email"]
