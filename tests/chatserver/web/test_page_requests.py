"""Page requests reach Django whole and in turns, and hold a turn only until the answer begins."""

import asyncio
from typing import Any

import pytest

from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.web import page_requests
from chatserver.web.page_requests import PageRequests
from chatserver.web.request_turns import STRANGERS_AT_ONCE


class Pages:
    """An application that keeps each request until it is told to answer, in two parts."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.may_answer = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.bodies.append((await receive())["body"])
        await self.may_answer.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


class Browser:
    """One request; takes hold of what is answered as soon as it may_take."""

    def __init__(self, requests: PageRequests, address: str, *, cookie: bytes = b"", path: str = "/") -> None:
        self.parts: asyncio.Queue[Any] = asyncio.Queue()
        self.answers: list[Any] = []
        self.may_take = asyncio.Event()
        headers = [(b"cookie", cookie)] if cookie else []
        scope = {"type": "http", "path": path, "headers": headers, "client": (address, 1)}
        self.task = asyncio.create_task(requests(scope, self.parts.get, self._take))

    def send(self, body: bytes = b"", *, more: bool = False) -> None:
        self.parts.put_nowait({"type": "http.request", "body": body, "more_body": more})

    async def _take(self, message: Any) -> None:
        self.answers.append(message)
        await self.may_take.wait()


async def settle() -> None:
    for _turn in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def requests(pages: Pages) -> PageRequests:
    return PageRequests(pages)


async def flood(requests: PageRequests, count: int = 20) -> list[Browser]:
    """Whole requests of strangers, from as many addresses."""
    browsers = [Browser(requests, f"192.0.2.{number}") for number in range(count)]
    for browser in browsers:
        browser.send()
    await settle()
    return browsers


async def leave(*browsers: Browser) -> None:
    for browser in browsers:
        browser.task.cancel()
    await asyncio.gather(*(browser.task for browser in browsers), return_exceptions=True)


@pytest.mark.row("threat", 40)
async def test_what_is_still_on_its_way_takes_nobody_s_turn(requests: PageRequests, pages: Pages) -> None:
    slow = [Browser(requests, f"192.0.2.{number}") for number in range(20)]
    for browser in slow:
        browser.send(b"half", more=True)
    quick = Browser(requests, "192.0.2.100")
    quick.send(b"whole")
    await settle()
    assert pages.bodies == [b"whole"]
    slow[0].send(b" and half")
    await settle()
    assert pages.bodies == [b"whole", b"half and half"]
    await leave(quick, *slow)


async def test_who_takes_the_answer_slowly_takes_nobody_s_turn(requests: PageRequests, pages: Pages) -> None:
    browsers = await flood(requests)
    assert len(pages.bodies) == STRANGERS_AT_ONCE
    pages.may_answer.set()
    await settle()
    assert [len(browser.answers) for browser in browsers] == [1] * len(browsers)
    await leave(*browsers)


async def test_a_resident_who_is_known_does_not_wait_for_strangers_and_a_made_up_cookie_helps_nobody(
    requests: PageRequests, pages: Pages
) -> None:
    recent_sessions.note("k" * 32)
    browsers = await flood(requests)
    for cookie, is_served in (("k" * 32, True), ("m" * 32, False)):
        before = len(pages.bodies)
        browsers.append(Browser(requests, "192.0.2.1", cookie=f"a=b; sessionid={cookie}".encode()))
        browsers[-1].send(cookie.encode())
        await settle()
        assert len(pages.bodies) - before == int(is_served)
    await leave(*browsers)


async def test_who_watches_over_us_waits_for_nobody(requests: PageRequests, pages: Pages) -> None:
    browsers = [*await flood(requests), Browser(requests, "127.0.0.1", path="/healthz")]
    browsers[-1].send(b"health")
    await settle()
    assert pages.bodies[-1] == b"health"
    await leave(*browsers)


async def test_bodies_that_wait_are_bounded_in_all(
    requests: PageRequests, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_requests, "BODIES_AT_MOST", 100)
    browsers = await flood(requests)
    for body in (b"x" * 60, b"x" * 60):
        browsers.append(Browser(requests, "192.0.2.200"))
        browsers[-1].send(body)
        browsers[-1].may_take.set()
    await settle()
    assert [message.get("status") for message in browsers[-1].answers] == [503, None]
    await leave(*browsers)
    again = Browser(requests, "192.0.2.201")
    again.send(b"x" * 60)
    await settle()
    assert pages.bodies[-1] == b"x" * 60
    await leave(again)


async def test_who_goes_before_the_request_is_whole_costs_no_page(requests: PageRequests, pages: Pages) -> None:
    browser = Browser(requests, "192.0.2.1")
    browser.send(b"half", more=True)
    browser.parts.put_nowait({"type": "http.disconnect"})
    await browser.task
    assert (pages.bodies, browser.answers) == ([], [])
