from typing import Any

from django.test import Client

from chatserver.web.app.worker import OFF_COOKIE


def test_the_page_says_that_this_is_the_app_and_is_found_from_every_page(client: Client) -> None:
    assert "this website is the app of the borough" in client.get("/app/").text
    assert 'href="/app/"' in client.get("/about/").text


def test_the_worker_is_removed_from_one_browser_and_can_come_back(client: Client, settings: Any) -> None:
    client.post("/app/", {"do": "remove"})
    assert client.cookies[OFF_COOKIE].value == "off"
    assert "You have removed it." in client.get("/app/").text
    client.post("/app/", {"do": "keep"})
    assert "Remove it from this browser" in client.get("/app/").text
    settings.APP_WORKER = False
    assert "What it keeps in this browser" not in client.get("/app/").text


def test_the_page_says_what_the_browser_keeps_of_chats_also_where_there_is_no_worker(
    client: Client, settings: Any
) -> None:
    settings.APP_WORKER = False
    page = client.get("/app/").text
    assert 'id="chats">What this browser keeps of chats<' in page
    assert "(a checkpoint)" in page
    assert "a key that proves that you were counted" in page
