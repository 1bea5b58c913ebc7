import pytest
from django.test import Client

from chatserver.web.app.manifest import THEME


def test_the_manifest_is_in_the_language_that_its_address_names(client: Client) -> None:
    english, bengali = (client.get(f"/app.webmanifest?lang={language}") for language in ("en", "bn"))
    assert english.headers["Content-Type"] == "application/manifest+json"
    shown = english.json()
    assert (shown["name"], shown["lang"], shown["dir"]) == ("Councillor Live Chat", "en", "ltr")
    assert shown["start_url"] == "/my-chat/?from=app"
    assert (shown["id"], shown["scope"], shown["theme_color"]) == ("/", "/", THEME)
    assert bengali.json()["lang"] == "bn"
    assert bengali.json()["short_name"] != shown["short_name"]


@pytest.mark.parametrize("language", ["", "xx", "\u202e"])
def test_an_unknown_language_is_passed_over(client: Client, language: str) -> None:
    assert client.get("/app.webmanifest", {"lang": language}).json()["lang"] == "en"
