"""The private address on one's own page."""

import re

import pytest
from django.test import Client

from sessions.notifications.feed_addresses import find_address, renew_address
from tests.factories.evening import make_person, make_ward

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def shown_address(client: Client) -> str:
    text = client.get("/me/", headers={"accept-language": "en"}).content.decode()
    found = re.search(r'id="own-address">http://testserver([^<]+)<', text)
    return found[1] if found else ""


def test_a_resident_makes_an_address_renews_it_and_takes_it_back(client: Client):
    client.force_login(make_person("resident", make_ward()))
    anybody = Client()
    assert shown_address(client) == ""

    response = client.post("/me/calendar-address/", {"do": "renew"})
    assert (response.status_code, response.headers["Location"]) == (302, "/me/#own-feed")
    first = shown_address(client)
    assert anybody.get(first).status_code == 200

    client.post("/me/calendar-address/", {"do": "renew"})
    second = shown_address(client)
    assert (anybody.get(first).status_code, anybody.get(second).status_code) == (404, 200)

    client.post("/me/calendar-address/", {"do": "revoke"})
    assert (shown_address(client), anybody.get(second).status_code) == ("", 404)


def test_only_a_signed_in_person_has_one_and_only_by_post(client: Client):
    assert client.post("/me/calendar-address/", {"do": "renew"}).headers["Location"] == "/sign-in/?next=/me/"
    person = make_person("resident", make_ward())
    client.force_login(person)
    assert client.get("/me/calendar-address/").status_code == 405
    assert find_address(person) is None


def test_somebody_without_a_ward_is_told_so_and_can_still_take_back_an_old_address(client: Client):
    person = make_person("resident")
    client.force_login(person)
    text = client.get("/me/", headers={"accept-language": "en"}).content.decode()
    assert "You have not chosen a ward yet." in text
    assert "calendar-address" not in text
    renew_address(person)
    assert "calendar-address" in client.get("/me/").content.decode()


def test_the_page_of_one_person_never_shows_the_address_of_another(client: Client):
    ward = make_ward()
    token = renew_address(make_person("other", ward)).token
    client.force_login(make_person("resident", ward))
    assert token not in client.get("/me/").content.decode()
