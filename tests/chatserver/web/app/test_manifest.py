import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
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


def test_the_icons_are_as_large_as_it_says_and_small_on_the_wire(client: Client) -> None:
    icons = client.get("/app.webmanifest").json()["icons"]
    assert [(icon["sizes"], icon.get("purpose")) for icon in icons] == [
        ("192x192", None),
        ("512x512", None),
        ("512x512", "maskable"),
    ]
    for name, side in (("icon-192", 192), ("icon-512", 512), ("icon-maskable-512", 512)):
        content = Path(str(finders.find(f"app/{name}.png"))).read_bytes()
        assert struct.unpack(">II", content[16:24]) == (side, side)
        assert len(content) < 6 * 1024


def test_shortcuts_and_shared_words_lead_to_pages_that_are_there(client: Client) -> None:
    shown = client.get("/app.webmanifest").json()
    assert [each["url"] for each in shown["shortcuts"]] == ["/my-chat/", "/share/", "/me/"]
    assert (shown["share_target"]["action"], shown["share_target"]["method"]) == ("/share/", "GET")
