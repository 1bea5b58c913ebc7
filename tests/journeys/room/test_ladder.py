"""Where sockets do not get through, a room is only slower: it waits by plain requests, and goes back to the socket."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Page, Request, WebSocketRoute, expect

from tests.servers.fixtures import Serve
from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server
from tests.servers.services.proxy import Proxy
from tests.servers.stacks import DAPHNE, SQLITE, UVICORN, Stack

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

TWO_WAITS_MS = 60_000
"""A request waits for 25 seconds, and one may have begun before anybody looks."""


@pytest.mark.long
@pytest.mark.takes(30)
@pytest.mark.variants("on")
@pytest.mark.parametrize("on", [SQLITE, UVICORN, DAPHNE], ids=lambda stack: str(stack.name))
async def test_without_sockets_the_room_hears_asks_and_is_told(serve: Serve, chromium: Browser, on: Stack) -> None:
    served = serve(on=on)
    sheet = make_evenings(served, 1)[0]
    page = await open_room(served.base_url, chromium, sheet["chat_session"], sheet["residents"][0])
    waits = waits_of(page)
    async with client_of(served, sheet, sheet["moderator"], door="desk") as moderator:
        await until_waiting(page)
        await moderator.send("notice.post", text="Welcome, everybody.")
        await expect(page.locator("[data-part=notices]").first).to_contain_text("Welcome, everybody.")
        await page.locator("#ask-text").fill("Who repairs the lamp?")
        await page.locator("#ask-form button:has-text('Send')").click()
        await expect(page.locator("#yours")).to_contain_text("Who repairs the lamp?")
        await moderator.until(lambda: moderator.desk["questions"])
        [question] = moderator.desk["questions"]
        await moderator.send(
            "question.decline", question=question["id"], version=question["version"], reason="off_topic", note=""
        )
        await expect(page.locator("#yours [data-part=state]").first).to_have_text("Not accepted")
    assert {parameter for each in waits for parameter in re.findall(r"wait=(\d+)", each.url)} == {"25"}
    await expect(page.locator("#statusbar [data-part=connection]")).to_have_attribute("data-connection", "on")


@pytest.mark.long
async def test_a_restart_while_it_waits_and_a_socket_that_opens_again(serve: Serve, chromium: Browser) -> None:
    served = serve()
    sheet = make_evenings(served, 1)[0]
    with Proxy(("127.0.0.1", served.port)) as line:
        line.piece_bytes = 700  # a proxy that keeps answers back and passes them on in pieces
        line.delay_s = 0.02
        refusal = SocketRefusal()
        page = await open_room(
            f"http://127.0.0.1:{line.port}",
            chromium,
            sheet["chat_session"],
            sheet["residents"][0],
            socket=refusal.pass_on,
        )
        await until_waiting(page)
        await asyncio.to_thread(served.stop)
        await expect(page.locator("#statusbar [data-part=connection]")).to_have_attribute(
            "data-connection", "connecting"
        )
        await asyncio.to_thread(served.start)
        line.upstream = ("127.0.0.1", served.port)
        await expect(page.locator("#statusbar [data-part=connection]")).to_have_attribute("data-connection", "on")
        async with client_of(served, sheet, sheet["moderator"], door="desk") as moderator:
            await moderator.send("notice.post", text="We are back.")
            await expect(page.locator("[data-part=notices]").first).to_contain_text("We are back.")
            refusal.is_over = True
            async with page.expect_websocket():
                await page.evaluate("dispatchEvent(new Event('online'))")
            await moderator.send("notice.post", text="By the socket again.")
            await expect(page.locator("[data-part=notices]").first).to_contain_text("By the socket again.")


@pytest.mark.takes(30)
async def test_where_only_pages_get_through_the_room_loads_itself_again_and_what_is_written_is_sent_as_a_form(
    served: Server, chromium: Browser
) -> None:
    sheet = make_evenings(served, 1)[0]
    chat = sheet["chat_session"]
    page = await open_room(served.base_url, chromium, chat, sheet["residents"][0], blocked=re.compile("/api/"))
    await page.locator("#ask-text").fill("Who repairs the lamp?")
    await page.locator("#ask-form button:has-text('Send')").click()  # before the page knows that nobody answers
    await expect(page.locator("#ask > .notice")).to_contain_text("Received.")
    await expect(page.locator("#yours")).to_contain_text("Who repairs the lamp?")
    await expect(page.locator("#ask-text")).to_have_value("")
    told = page.locator("#statusbar [data-part=connection]")
    await expect(told).to_have_text("Connected, slowly")
    await expect(told).to_have_attribute("data-connection", "on")
    async with client_of(served, sheet, sheet["moderator"], door="desk") as moderator:
        await moderator.send("notice.post", text="Welcome, everybody.")
    await expect(page.locator("[data-part=notices]").first).to_contain_text("Welcome, everybody.")
    await expect(told).to_have_text("Connected, slowly")
    await page.locator("#ask-text").fill("And who pays for it?")
    await page.locator("#ask-form button:has-text('Send')").click()
    await expect(page.locator("#yours")).to_contain_text("And who pays for it?")
    assert served.ask_database("SELECT COUNT(*) FROM chat_sessions_question") == [(2,)]


@pytest.mark.takes(40)
async def test_where_only_pages_get_through_what_waits_is_lost_by_no_failure_and_takes_effect_once(
    served: Server, chromium: Browser
) -> None:
    sheet = make_evenings(served, 1)[0]
    chat, (own, other) = sheet["chat_session"], sheet["residents"][:2]
    async with (
        client_of(served, sheet, own) as asker,
        client_of(served, sheet, other) as second,
        client_of(served, sheet, sheet["moderator"], door="desk") as moderator,
    ):
        await asker.send("question.ask", text="Who mends the gate?", kind="question")
        asked = (await second.send("question.ask", text="When is the pond cleaned?", kind="question"))["result"]
        await moderator.send("question.approve", question=asked["question"], version=asked["version"])
    page = await open_room(served.base_url, chromium, chat, own, blocked=ONLY_PAGES)
    await page.locator("#queue [data-part=back]").first.click()  # before the page knows that nobody answers
    await page.locator("#yours [data-part=withdraw]").first.click()
    async with page.expect_event("load", timeout=TWO_WAITS_MS):  # it was tried, and failed: the page is loaded again
        await expect(page.locator("#statusbar [data-part=connection]")).to_have_text("Connected, slowly")
    assert effects(served) == (0, 0)
    await page.context.unroute(ONLY_PAGES)
    await page.context.route("**/api/**", lambda route: route.abort())
    await expect(page.locator("#yours [data-part=state]").first).to_have_text("Withdrawn")
    await expect(page.locator("#queue .back__count").first).to_have_text("1")
    waiting = "Object.entries(localStorage).filter(([key]) => key.startsWith('outbox:')).map(([, value]) => value)"
    assert await page.evaluate(waiting) == ["[]"]
    assert effects(served) == (1, 1)


ONLY_PAGES = re.compile("/api/|/do/")
"""With the addresses of forms."""


def effects(served: Server) -> tuple[int, int]:
    """How many supports there are, and how many questions were withdrawn."""
    [(supports,)] = served.ask_database("SELECT COUNT(*) FROM chat_sessions_backing")
    [(withdrawn,)] = served.ask_database("SELECT COUNT(*) FROM chat_sessions_question WHERE state = ?", "withdrawn")
    return int(supports), int(withdrawn)


class SocketRefusal:
    """Refuses sockets until it is over."""

    def __init__(self) -> None:
        self.is_over = False

    async def pass_on(self, route: WebSocketRoute) -> None:
        if self.is_over:
            route.connect_to_server()
        else:
            await refuse(route)


async def refuse(route: WebSocketRoute) -> None:
    await route.close(code=1006)


async def open_room(
    base_url: str,
    chromium: Browser,
    chat: str,
    cookie: str,
    *,
    socket: object = refuse,
    blocked: re.Pattern[str] | None = None,
) -> Page:
    """blocked: addresses which nothing reaches; those that the service worker asks for cannot be caught here."""
    context = await chromium.new_context(
        viewport={"width": 360, "height": 640}, service_workers="block" if blocked else "allow"
    )
    if blocked:
        await context.route(blocked, lambda route: route.abort())
    await context.add_cookies([{"name": "sessionid", "value": cookie, "url": base_url}])
    page = await context.new_page()
    await page.route_web_socket(re.compile("/ws/"), socket)  # type: ignore[arg-type]
    await page.goto(f"{base_url}/chat/{chat}/")
    return page


def waits_of(page: Page) -> list[Request]:
    """The requests that wait, from now on."""
    waits: list[Request] = []
    page.on("request", lambda request: waits.append(request) if "wait=" in request.url else None)
    return waits


async def until_waiting(page: Page) -> None:
    """Until a request has waited and been answered: the next one finds the room as it is."""
    async with page.expect_request(re.compile(r"[?&]wait="), timeout=TWO_WAITS_MS):
        pass
