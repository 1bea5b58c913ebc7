"""What the migration saves about existing accounts: how they signed in, and their place at a mailbox."""

from importlib import import_module

import pytest
from django.apps import apps

from chatserver.accounts.models import Crowd, Identity, User
from chatserver.accounts.models.counted_support import BY_EMAIL, COUNTED
from tests.chatserver.accounts.stuffing import sign_in
from tests.factories.evening import make_evening, make_person

pytestmark = pytest.mark.django_db(transaction=True)

migration = import_module("chatserver.accounts.migrations.0012_vouch_for_those_who_are_here")


def known_by(name: str, *addresses: str) -> User:
    person: User = make_person(name)
    for address in addresses:
        channel = "email" if "@" in address else "sms"
        Identity.objects.bulk_create([Identity(person=person, channel=channel, address=address)])
    return person


def test_who_is_here_is_vouched_for_by_the_best_that_is_known() -> None:
    people = [
        known_by("phone", "+919830012345"),
        known_by("sister", "+919830012345"),
        known_by("mail", "one+a@example.org"),
        known_by("both", "two@example.org", "+919830099999"),
        make_person("link"),
    ]
    migration.vouch(apps, None)
    for person in people:
        person.refresh_from_db()
    assert [(person.vouched_by, person.place_at_address) for person in people] == [
        ("sms", 1),
        ("sms", 2),
        ("email", 1),
        ("sms", 1),
        ("", 0),
    ]
    assert [person.eligibility for person in people] == [COUNTED, COUNTED, BY_EMAIL, COUNTED, COUNTED]
    assert Identity.objects.get(address="one+a@example.org").mailbox == "one@example.org"


@pytest.mark.costly
def test_an_open_crowd_keeps_its_people_and_a_settled_one_counts() -> None:
    evening = make_evening()
    people = [sign_in(evening.ward, "sms", f"+91983001234{n}", network=f"198.51.100.{n}/32") for n in range(2)]
    for person, settled_at in zip(people, (None, evening.chat_session.starts_at), strict=True):
        came = person.arrival
        Crowd.objects.create(network=came.network, first_at=came.at, last_at=came.at, settled_at=settled_at)
    migration.gather_crowds(apps, None)
    assert [User.objects.get(pk=person.pk).verdict for person in people] == ["open", "counts"]
