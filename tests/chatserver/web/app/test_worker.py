import gzip
import re
from typing import Any

from django.conf import settings
from django.test import Client

from chatserver.web.app.worker import OFF_COOKIE, worker_script
from tests.running.tables import table

WEIGHS_AT_MOST = 1152
"""Kilobytes, of which the hashes in the names of files, which tests do not have, are to take some sixty."""


def test_the_worker_is_one_small_script_that_browsers_always_ask_for_again(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "import " not in answer.text
    assert re.match(r'self\.APP=\{"version":"[0-9a-f]{12}"', answer.text)


def test_a_browser_that_has_the_worker_gets_it_again_only_when_it_changed(client: Client) -> None:
    tag = {"If-None-Match": client.get("/sw.js").headers["ETag"]}
    assert client.get("/sw.js", headers=tag).status_code == 304
    client.cookies["language"] = "bn"
    assert client.get("/sw.js", headers=tag).status_code == 200
    client.cookies[OFF_COOKIE] = "off"
    assert "unregister" in client.get("/sw.js", headers=tag).text


@table("language", [code for code, _name in settings.LANGUAGES])
def test_what_browsers_ask_for_at_each_visit_has_about_one_kilobyte(language: str) -> None:
    assert len(gzip.compress(worker_script(language).encode())) <= WEIGHS_AT_MOST


@table("language", [code for code, _name in settings.LANGUAGES])
def test_the_offline_page_needs_nothing_that_was_not_fetched_beforehand(client: Client, language: str) -> None:
    page = client.get(f"/offline/?lang={language}").text
    asks_for = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"', page)
    needed = {style or script for style, script in asks_for}
    assert needed != set()
    client.cookies["language"] = language
    assert {address for address in needed if f'"{address}"' not in client.get("/sw.js").text} == set()


def test_what_it_does_seldom_is_kept_for_a_year_under_an_address_that_names_its_text(client: Client) -> None:
    found = re.search(r'"seldom":"([^"]+)"', client.get("/sw.js").text)
    assert found is not None
    answer = client.get(found[1])
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "import " not in answer.text
    assert client.get("/sw-seldom.js?lang=en&v=another").headers["Cache-Control"] == "no-cache"


def test_what_it_does_seldom_speaks_the_readers_language(client: Client) -> None:
    client.cookies["language"] = "ur"
    found = re.search(r'"seldom":"([^"]+)"', client.get("/sw.js").text)
    assert found is not None
    assert '"lang":"ur","dir":"rtl"' in Client().get(found[1]).text


def test_where_it_is_switched_off_the_script_removes_the_worker(client: Client, settings: Any) -> None:
    assert "unregister" not in client.get("/sw.js").text
    client.cookies[OFF_COOKIE] = "off"
    assert "unregister" in client.get("/sw.js").text
    del client.cookies[OFF_COOKIE]
    settings.APP_WORKER = False
    assert "unregister" in client.get("/sw.js").text


def test_pages_say_where_it_is_not_to_be_registered(client: Client) -> None:
    assert 'data-worker="off"' not in client.get("/about/").text
    client.cookies[OFF_COOKIE] = "off"
    assert 'data-worker="off"' in client.get("/about/").text


def test_another_language_is_another_version_with_its_own_offline_page(client: Client) -> None:
    english = client.get("/sw.js").text
    client.cookies["language"] = "bn"
    bengali = client.get("/sw.js").text
    assert '"/offline/?lang=en"' in english
    assert '"/offline/?lang=bn"' in bengali
    assert english.split('"version"')[1][:15] != bengali.split('"version"')[1][:15]
