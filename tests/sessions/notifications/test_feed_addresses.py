import pytest

from sessions.notifications.feed_addresses import find_address, find_owner, renew_address, revoke_address
from tests.factories.evening import make_person, make_ward

pytestmark = pytest.mark.django_db


def test_an_address_leads_to_its_owner_until_it_is_renewed_or_revoked():
    person, other = make_person("somebody", make_ward()), make_person("somebody-else")
    first, others = renew_address(person).token, renew_address(other).token
    assert (find_owner(first), find_owner(others)) == (person, other)

    second = renew_address(person).token
    assert (find_owner(first), find_owner(second)) == (None, person)

    revoke_address(person)
    assert (find_owner(second), find_address(person), find_owner(others)) == (None, None, other)


def test_an_address_says_nothing_about_its_owner_and_cannot_be_guessed():
    person = make_person("somebody", make_ward())
    tokens = {renew_address(person).token for _again in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {32}
    assert [token for token in tokens if str(person.public_id)[:8] in token] == []


@pytest.mark.parametrize("token", ["", "a" * 32, "a" * 31, "ক" * 32, "../" * 10 + "ab"])
def test_what_is_no_address_leads_to_nobody(token: str):
    assert find_owner(token) is None


def test_a_disabled_account_no_longer_gets_anything():
    person = make_person("somebody", make_ward())
    token = renew_address(person).token
    person.is_active = False
    person.save()
    assert find_owner(token) is None
