from typing import Any

import pytest
from django.test import Client

from tests.factories.evening import make_evening


def test_the_offline_page_holds_nothing_of_its_reader(db: None, client: Client, settings: Any) -> None:
    settings.COMPLAINTS_TO = {"en": "", "bn": "033-2286-1000"}
    evening = make_evening(residents=1)
    before = client.get("/offline/?lang=bn")
    client.force_login(evening.residents[0])
    assert str(evening.residents[0].public_id) not in client.get("/offline/?lang=bn").text
    assert 'lang="bn"' in before.text
    assert "033-2286-1000" in before.text
    assert before.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.row("threat", 59)
@pytest.mark.parametrize("address", ["/offline/", "/app.webmanifest", "/sw-seldom.js"])
def test_what_everybody_s_caches_may_keep_is_in_nobody_s_chosen_language(client: Client, address: str) -> None:
    """Else one visitor's language would be everybody's who asks the same cache for an address without one."""
    plain = client.get(address).content
    client.cookies["language"] = "ur"
    assert client.get(address, headers={"accept-language": "bn"}).content == plain


@pytest.mark.parametrize("address", ["/offline/", "/offline/?lang=", "/offline/?lang=fr"])
def test_without_a_language_in_the_address_the_offline_page_is_in_the_reader_s(client: Client, address: str) -> None:
    """No cache keeps the way there: it would be everybody's."""
    by_browser = client.get(address, headers={"accept-language": "hi, en;q=0.5"})
    assert by_browser.headers["Location"] == "/offline/?lang=hi"
    client.cookies["language"] = "ur"
    by_choice = client.get(address, headers={"accept-language": "hi"})
    assert by_choice.headers["Location"] == "/offline/?lang=ur"
    assert "no-store" in by_choice.headers["Cache-Control"]
    assert 'lang="ur"' in client.get(by_choice.headers["Location"]).text


def test_the_next_date_is_that_of_the_readers_ward(db: None, client: Client) -> None:
    evening = make_evening(residents=1, is_live=False)
    assert client.get("/offline/next.json").json() == {"words": ""}
    client.force_login(evening.residents[0])
    assert client.get("/offline/next.json").json()["words"].startswith("The next chat of Ward 95: ")
