"""How it works, and the pages for what goes wrong."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from sessions.ordering.beacons import BeaconRelay
from sessions.platform.text.labels import REASON_WORDS

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def test_the_page_names_all_eight_reasons_and_the_promise(client: Client) -> None:
    page = client.get("/about/", headers=ENGLISH).content.decode()
    assert [words for words in REASON_WORDS.values() if str(words) in page] == list(REASON_WORDS.values())
    assert "If you see “received”, it is saved once" in page


def test_the_page_tells_of_a_beacon_where_the_installation_has_one(client: Client, settings: Any) -> None:
    said = "a number that a public beacon publishes"
    assert said not in client.get("/about/", headers=ENGLISH).content.decode()
    settings.BEACON = BeaconRelay("https://drand.example.org/chain", "chain")
    assert client.get("/about/", headers=ENGLISH).content.decode().count(said) == 1


@pytest.mark.long
@pytest.mark.parametrize("address", ["/", "/wards/", "/me/", "/receipt/", "/records/", "/about/", "/sign-in/"])
@pytest.mark.parametrize("language", ["en", "bn"])
def test_every_page_has_one_heading_its_language_and_no_inline_script_or_style(
    client: Client, address: str, language: str
) -> None:
    page = client.get(address, headers={"accept-language": language}).content.decode()
    assert page.count("<h1") == 1
    assert f'<html lang="{language}" dir="ltr" ' in page
    assert [sign for sign in ("<style", " style=", " onclick=", "javascript:") if sign in page] == []


def test_a_missing_page_keeps_the_way_back(client: Client) -> None:
    page = client.get("/nowhere/", headers=ENGLISH)
    assert page.status_code == 404
    assert "Page not found" in page.content.decode()


@pytest.mark.parametrize("name", ["500.html", "403_csrf.html"])
def test_pages_for_faults_need_nothing_from_the_request(name: str) -> None:
    assert "<h1>" in render_to_string(name)
