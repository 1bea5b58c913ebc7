import gzip
import re
from typing import Any

from django.test import Client

from chatserver.web.app.worker import OFF_COOKIE


def test_the_worker_is_one_small_script_that_browsers_always_ask_for_again(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "import " not in answer.text
    assert re.match(r'self\.APP=\{"version": "[0-9a-f]{12}"', answer.text)
    assert len(gzip.compress(answer.content)) < 2560


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
    assert english.split('"version"')[1][:18] != bengali.split('"version"')[1][:18]
