"""Page requests reach Django whole and in turns, and hold a turn only until the answer begins."""

import asyncio
from collections.abc import Iterator
from threading import Event, Lock
from typing import Any

import pytest
from asgiref.sync import ThreadSensitiveContext

from chatserver.accounts.cookie_sessions.signed_keys import make_signed_key
from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.web.page_handler import piece_by_piece
from chatserver.web.page_requests import PageRequests
from sessions.contract.limits import (
    KNOWN_AT_ONCE,
    KNOWN_BODIES_BYTES,
    KNOWN_WAITING,
    LANE_AT_ONCE,
    LANE_SHARE,
    LANE_WAITING,
    MAX_BEING_REFUSED,
    MAX_OF_MARK,
    MAX_PROBES,
    REQUESTS_AT_ONCE,
    SMALL_BODY_BYTES,
    STRANGERS_AT_ONCE,
    STRANGERS_BODIES_BYTES,
)


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
    return PageRequests(pages, refuse_after_s=0)


async def flood(requests: PageRequests, count: int = 20) -> list[Browser]:
    """Whole requests of strangers, from as many networks."""
    browsers = [Browser(requests, f"192.0.{number}.1") for number in range(count)]
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
    recent_sessions.note("k" * 32, 1)
    browsers = await flood(requests)
    for cookie, is_served in (("k" * 32, True), ("m" * 32, False)):
        before = len(pages.bodies)
        browsers.append(Browser(requests, "192.0.2.1", cookie=f"a=b; sessionid={cookie}".encode()))
        browsers[-1].send(cookie.encode())
        await settle()
        assert len(pages.bodies) - before == int(is_served)
    await leave(*browsers)


@pytest.mark.row("threat", 39)
async def test_a_browser_with_a_signed_key_waits_for_no_stranger_until_its_end_is_known(
    requests: PageRequests, pages: Pages
) -> None:
    key = make_signed_key()
    browsers = await flood(requests)
    for is_ended in (False, True):
        if is_ended:
            recent_sessions.forget(key)
        before = len(pages.bodies)
        browsers.append(Browser(requests, "192.0.2.1", cookie=f"sessionid={key}".encode()))
        browsers[-1].send()
        await settle()
        assert len(pages.bodies) - before == int(not is_ended)
    await leave(*browsers)


@pytest.mark.row("threat", 39)
async def test_a_signed_key_that_many_share_lets_no_crowd_in(requests: PageRequests, pages: Pages) -> None:
    """Twenty of them, from any networks, wait before others with a mark; all the rest wait among strangers."""
    cookie = f"sessionid={make_signed_key()}".encode()
    crowd = [Browser(requests, f"192.0.{number}.1", cookie=cookie) for number in range(200)]
    for browser in crowd:
        browser.send()
    await settle()
    honest = Browser(requests, "198.51.100.1", cookie=f"sessionid={make_signed_key()}".encode())
    honest.send(b"honest")
    pages.may_answer.set()
    await settle()
    assert b"honest" in pages.bodies[: 2 * MAX_OF_MARK + REQUESTS_AT_ONCE]
    await leave(honest, *crowd)


@pytest.mark.row("threat", 39)
async def test_who_is_refused_hears_it_after_a_while_unless_very_many_are(pages: Pages) -> None:
    requests = PageRequests(pages, refuse_after_s=60)
    crowd = [Browser(requests, "192.0.2.1") for _each in range(LANE_AT_ONCE + LANE_WAITING + MAX_BEING_REFUSED + 1)]
    for browser in crowd:
        browser.send()
    await settle()
    assert statuses(crowd) == [None] * (len(crowd) - 1) + [503]
    await leave(*crowd)


async def test_one_person_s_many_browsers_wait_behind_each_other(requests: PageRequests, pages: Pages) -> None:
    for key, account_id in (("a" * 32, 1), ("b" * 32, 1), ("c" * 32, 1), ("d" * 32, 2)):
        recent_sessions.note(key, account_id)
    browsers = []
    for key in [*("a", "b", "c") * 2, "d"]:
        browsers.append(Browser(requests, "192.0.2.1", cookie=b"sessionid=" + key.encode() * 32))
        browsers[-1].send(key.encode())
    await settle()
    assert pages.bodies == [b"a", b"b", b"d"]
    await leave(*browsers)


async def test_who_watches_over_us_waits_for_nobody(requests: PageRequests, pages: Pages) -> None:
    browsers = [*await flood(requests), Browser(requests, "127.0.0.1", path="/healthz")]
    browsers[-1].send(b"health")
    await settle()
    assert pages.bodies[-1] == b"health"
    await leave(*browsers)


@pytest.mark.costly
@pytest.mark.row("threat", 39)
async def test_of_any_number_of_probes_most_wait_among_strangers(requests: PageRequests, pages: Pages) -> None:
    recent_sessions.note("k" * 32, 1)
    many = range(KNOWN_WAITING + 100)
    probes = [Browser(requests, f"10.0.{number // 250}.{number % 250}", path="/healthz") for number in many]
    for browser in probes:
        browser.send(b"probe")
    await settle()
    known = Browser(requests, "192.0.2.1", cookie=b"sessionid=" + b"k" * 32)
    known.send(b"resident")
    own = Browser(requests, "127.0.0.1", path="/healthz")
    own.send(b"own probe")
    pages.may_answer.set()
    await settle()
    before = pages.bodies[: MAX_PROBES + 2 * STRANGERS_AT_ONCE + KNOWN_AT_ONCE]
    assert {b"resident", b"own probe"} <= set(before)
    await leave(known, own, *probes)


LARGE = 3 * 1024 * 1024


async def post(requests: PageRequests, address: str, size: int, **how: Any) -> Browser:
    """All of a body but its end."""
    browser = Browser(requests, address, **how)
    browser.may_take.set()
    browser.send(b"x" * size, more=True)
    await settle()
    return browser


def statuses(browsers: list[Browser]) -> list[int | None]:
    return [browser.answers[0]["status"] if browser.answers else None for browser in browsers]


@pytest.mark.costly
@pytest.mark.row("threat", 42)
async def test_bodies_that_do_not_end_are_bounded_in_all(requests: PageRequests) -> None:
    slow = [await post(requests, f"192.0.{number}.1", LARGE) for number in range(20)]
    taken = STRANGERS_BODIES_BYTES // LARGE
    assert statuses(slow) == [None] * taken + [503] * (20 - taken)
    await leave(*slow)
    again = [await post(requests, f"192.0.{number}.1", LARGE) for number in range(taken)]
    assert statuses(again) == [None] * taken
    await leave(*again)


@pytest.mark.row("threat", 42)
async def test_large_bodies_of_strangers_keep_nobody_from_a_small_one_and_no_resident_from_a_large_one(
    requests: PageRequests,
) -> None:
    recent_sessions.note("k" * 32, 1)
    slow = [await post(requests, f"192.0.{number}.1", LARGE) for number in range(20)]
    small = await post(requests, "192.0.99.1", SMALL_BODY_BYTES)
    known = await post(requests, "192.0.2.1", LARGE, cookie=b"sessionid=" + b"k" * 32)
    assert statuses([slow[-1], small, known]) == [503, None, None]
    await leave(small, known, *slow)


@pytest.mark.row("threat", 42)
async def test_however_many_small_bodies_do_not_end_one_of_each_region_is_taken(requests: PageRequests) -> None:
    slow = [await post(requests, f"198.{number % 8}.{number % 250}.1", SMALL_BODY_BYTES) for number in range(3_500)]
    assert 503 in statuses(slow)
    newcomers = [await post(requests, f"203.{number}.113.1", 300) for number in range(20)]
    assert statuses(newcomers) == [None] * 20
    await leave(*newcomers, *slow)


@pytest.mark.parametrize(("cookie", "room"), [("", STRANGERS_BODIES_BYTES), ("k" * 32, KNOWN_BODIES_BYTES)])
async def test_the_bodies_of_one_lane_leave_room_for_others(requests: PageRequests, cookie: str, room: int) -> None:
    recent_sessions.note("k" * 32, 1)
    how = {"cookie": f"sessionid={cookie}".encode()}
    slow = [await post(requests, "192.0.2.1", LARGE, **how) for _time in range(8)]
    taken = room // LANE_SHARE // LARGE
    assert statuses(slow) == [None] * taken + [503] * (8 - taken)
    other = await post(requests, "192.0.3.1", LARGE)
    assert statuses([other]) == [None]
    await leave(other, *slow)


class ThreadEach:
    """Give each request a thread, as Django does it: each request has a thread of its own."""

    def __init__(self, pages: Any) -> None:
        self._pages = pages

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async with ThreadSensitiveContext():
            await self._pages(scope, receive, send)


class Pieces:
    """An application whose answers come in pieces, each made in a thread until all may go on."""

    def __init__(self) -> None:
        self.may_go_on, self.are_busy = Event(), Event()
        self.at_once = self.most_at_once = self.made = 0
        self._lock = Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        async for piece in piece_by_piece(self._make(), scope["turn"]):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def _make(self) -> Iterator[bytes]:
        for _piece in range(3):
            with self._lock:
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
                if self.at_once == STRANGERS_AT_ONCE:
                    self.are_busy.set()
            self.may_go_on.wait(60)
            with self._lock:
                self.at_once -= 1
                self.made += 1
            yield b"piece"


@pytest.mark.costly
@pytest.mark.row("threat", 39)
async def test_an_answer_in_pieces_takes_a_turn_for_each_of_them() -> None:
    pieces = Pieces()
    browsers = await flood(PageRequests(ThreadEach(pieces)))
    for browser in browsers:
        browser.may_take.set()
    assert await asyncio.to_thread(pieces.are_busy.wait, 10)
    pieces.may_go_on.set()
    await asyncio.gather(*(browser.task for browser in browsers))
    assert (pieces.most_at_once, pieces.made) == (STRANGERS_AT_ONCE, 3 * len(browsers))


async def test_who_goes_before_the_request_is_whole_costs_no_page(requests: PageRequests, pages: Pages) -> None:
    browser = Browser(requests, "192.0.2.1")
    browser.send(b"half", more=True)
    browser.parts.put_nowait({"type": "http.disconnect"})
    await browser.task
    assert (pages.bodies, browser.answers) == ([], [])
