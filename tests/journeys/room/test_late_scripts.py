"""What comes to the room when it is first needed; and how one goes on where it does not come."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Page, Request, Route, WebSocketRoute, expect

from tests.browser.desk_steps import press_when_open
from tests.browser.visitors import DESKTOP
from tests.journeys.pages.test_every_page import make_newcomer
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

NAME = re.compile(r"[/](\w+)")
WRITING, SEARCH = "**/js/pages/room/writing*", "**/js/pages/room/reading*"
FRAGMENT = "**/chat/*/writing/*"
CONSENT = "**/js/pages/room/consent*"
TOP_OF_WORDS = "document.getElementById('ask-text').getBoundingClientRect().top"
NEXT_FRAME = "new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))"
WORDS = "Who has the key to the pump house?"


class Sockets:
    """What stands between a page and its server, and does not tell the page that the server is gone, as radio does."""

    def __init__(self) -> None:
        self.open: list[WebSocketRoute] = []

    def pass_on(self, page_side: WebSocketRoute) -> None:
        page_side.connect_to_server().on_close(lambda _code, _reason: None)
        self.open.append(page_side)

    async def tell(self) -> None:
        for page_side in self.open:
            await page_side.close(code=1012)


async def open_room(
    demo: Server, chromium: Browser, *refused: str, who: int = 0, sockets: Sockets | None = None
) -> Page:
    """The room of a resident, in which scripts at these addresses do not come, from a service worker neither."""
    context = await chromium.new_context(service_workers="block")
    await context.request.get(demo.demo["residents"][who]["sign_in"])
    page = await context.new_page()
    if sockets:
        await page.route_web_socket("**/ws/**", sockets.pass_on)
    for address in refused:
        await page.route(address, lambda route: route.abort())
    await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
    return page


@pytest.mark.long
async def test_the_form_has_its_script_with_the_first_touch(demo: Server, chromium: Browser) -> None:
    page = await open_room(demo, chromium)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 -- it marks what it is given
    await expect(page.locator("#ask-form [data-part=counter]")).to_have_text("Up to 1,000 characters")
    await page.locator("#ask-text").fill(WORDS)
    await expect(page.locator("#ask-form [data-part=counter]")).to_have_text(f"{len(WORDS)} of 1,000 characters")
    names = [NAME.findall(request.url)[-1] for request in asked]
    assert (names[:2], set(names[2:])) == (["writing", "writing"], {"dialog"})
    await page.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Received.")
    await expect(page.locator("#yours")).to_contain_text(WORDS)


@pytest.mark.long
async def test_a_draft_brings_the_script_with_the_page(demo: Server, chromium: Browser) -> None:
    page = await open_room(demo, chromium)
    await page.locator("#ask-text").fill(WORDS)
    await expect(page.locator("#ask-form [data-part=counter]")).to_have_text(f"{len(WORDS)} of 1,000 characters")
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(other.locator("#ask-text")).to_have_value(WORDS)


@pytest.mark.long
async def test_without_its_script_the_form_is_sent_the_plain_way(demo: Server, chromium: Browser) -> None:
    page = await open_room(demo, chromium, WRITING)
    await page.locator("#ask-text").fill(WORDS)
    await page.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask > .notice")).to_contain_text("Received.")
    await expect(page.locator("#yours")).to_contain_text(WORDS)
    await page.unroute(WRITING)
    await page.locator("#ask-text").focus()
    await expect(page.locator("#ask-form [data-part=counter]")).to_have_text("0 of 1,000 characters")


@pytest.mark.long
async def test_what_went_the_plain_way_and_was_not_received_is_still_in_the_form(
    demo: Server, chromium: Browser
) -> None:
    page = await open_room(demo, chromium, WRITING)
    await page.route("**/do/", lambda route: route.abort())
    await page.locator("#ask-text").fill(WORDS)
    async with page.expect_event("requestfailed", lambda request: request.url.endswith("/do/")):
        await page.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask-form")).to_have_count(0)
    await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
    await expect(page.locator("#ask-text")).to_have_value(WORDS)


@pytest.mark.long
async def test_while_the_server_is_gone_and_nobody_noticed_the_form_is_not_sent_the_plain_way(
    demo: Server, chromium: Browser
) -> None:
    sockets = Sockets()
    page = await open_room(demo, chromium, WRITING, sockets=sockets)
    await page.locator("#ask-text").fill(WORDS)
    await asyncio.to_thread(demo.kill)
    await page.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Waiting for the connection.")
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
    await asyncio.to_thread(demo.start)
    await sockets.tell()
    await expect(page.locator("#ask > .notice")).to_contain_text("Received.", timeout=60_000)
    await expect(page.locator("#yours")).to_contain_text(WORDS)
    await expect(page.locator("#ask-text")).to_have_value("")


@pytest.mark.long
async def test_while_the_server_is_gone_and_nobody_noticed_nobody_is_led_away_by_agreeing(
    demo: Server, chromium: Browser
) -> None:
    make_newcomer(demo)
    page = await open_room(demo, chromium, CONSENT, who=-1, sockets=Sockets())
    await page.get_by_label("I am 18 or over.").check()
    await asyncio.to_thread(demo.kill)
    await page.get_by_role("button", name="I agree and want to ask").click()
    await expect(page.locator("#consent-form > [data-part=feedback]")).to_contain_text("Not sent")
    await expect(page.get_by_label("I am 18 or over.")).to_be_checked()


@pytest.mark.long
async def test_words_of_a_form_without_its_script_wait_for_the_network(demo: Server, chromium: Browser) -> None:
    page = await open_room(demo, chromium)
    await page.context.set_offline(True)
    await page.locator("#ask-text").fill(WORDS)
    await page.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Waiting for the connection.")
    await page.context.set_offline(False)
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Received.", timeout=60_000)
    await expect(page.locator("#yours")).to_contain_text(WORDS)


class Gate:
    """Lets none through of the first requests for an address; no limit: of all."""

    def __init__(self, refused: int | None) -> None:
        self.refused = refused
        self.asked = 0

    async def keep(self, route: Route) -> None:
        self.asked += 1
        if self.refused is None or self.asked <= self.refused:
            await route.abort()
        else:
            await route.continue_()


async def ask_offline(page: Page) -> float:
    """By somebody who was never in the field before the network went; where on the screen the words then are."""
    await page.evaluate("globalThis.isSamePage = true")
    await page.context.set_offline(True)
    await expect(page.locator("[data-part=connection]")).to_have_text("No network")
    await page.locator("#ask-text").fill(WORDS)
    await page.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Waiting for the connection.")
    assert await page.evaluate("scrollY") > 0
    return float(await page.evaluate(TOP_OF_WORDS))


async def is_asked_once(page: Page) -> None:
    own = page.locator("#yours li", has_text=WORDS)
    await expect(own).to_have_count(1)
    await page.reload()
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
    await expect(own).to_have_count(1)
    await expect(page.locator("#ask-text")).to_have_value("")


@pytest.mark.parametrize("address", [WRITING, FRAGMENT], ids=["script", "fragment"])
async def test_what_a_form_needs_is_asked_for_again_and_the_question_sent_from_where_one_is(
    demo: Server, chromium: Browser, address: str
) -> None:
    page = await open_room(demo, chromium)
    top = await ask_offline(page)
    gate = Gate(refused=1)
    await page.route(address, gate.keep)
    await page.context.set_offline(False)
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Received.")
    assert gate.asked == 2
    assert await page.evaluate("globalThis.isSamePage")
    await expect(page.locator("#yours li", has_text=WORDS)).to_have_count(1)
    await page.evaluate(NEXT_FRAME)  # what was drawn has its place in the frame after it, before anybody sees it
    assert abs(await page.evaluate(TOP_OF_WORDS) - top) <= 1  # though the question stands above them now
    await is_asked_once(page)


async def test_once_the_network_is_back_a_form_whose_script_never_comes_goes_the_plain_way_once(
    demo: Server, chromium: Browser
) -> None:
    page = await open_room(demo, chromium)
    await ask_offline(page)
    gate = Gate(refused=None)
    await page.route(WRITING, gate.keep)
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    await page.context.set_offline(False)
    await expect(page.locator("#ask > .notice")).to_contain_text("Received.")
    assert [url.rpartition("/chat/")[2].partition("/")[2] for url in posted] == ["do/"]
    assert gate.asked >= 3
    await is_asked_once(page)


async def test_once_the_network_is_back_a_report_can_be_written_without_another_try(
    demo: Server, chromium: Browser
) -> None:
    page = await open_room(demo, chromium)
    await page.context.set_offline(True)
    question = page.locator("#queue .question").first
    await question.get_by_role("button", name=re.compile("^Report")).click()
    await expect(question.locator("[data-part=feedback]")).to_have_text("No network")
    gate = Gate(refused=1)
    await page.route(WRITING, gate.keep)
    await page.context.set_offline(False)
    await expect(question.locator("[data-part=feedback]")).to_be_hidden()
    assert gate.asked == 2
    await question.get_by_role("button", name=re.compile("^Report")).click()
    await expect(page.locator("#report-dialog")).to_be_visible()


async def decline(demo: Server, chromium: Browser, words: str) -> None:
    desk = await (await chromium.new_context(viewport=DESKTOP)).new_page()
    await desk.context.request.get(demo.demo["moderators"][0]["sign_in"])
    await desk.goto(f"{demo.base_url}/desk/{demo.demo['chat_session']}/")
    await expect(desk.locator(".connection")).to_have_attribute("data-connection", "on")
    await desk.locator("#group-to_read a", has_text=words).click()
    await expect(desk.locator("#detail-words")).to_have_text(words)
    await press_when_open(desk, "d", "#decline")
    await desk.keyboard.press("3")
    await desk.keyboard.press("Enter")
    await expect(desk.locator("#group-done a", has_text=words)).to_contain_text("Not accepted")


async def test_without_a_network_nobody_is_led_away_by_putting_a_question_in_other_words(
    demo: Server, chromium: Browser
) -> None:
    asking = await open_room(demo, chromium)
    await asking.locator("#ask-text").fill(WORDS)
    await asking.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(asking.locator("#ask-form [data-part=feedback]")).to_contain_text("Received.")
    await decline(demo, chromium, WORDS)
    page = await open_room(demo, chromium)  # which has no script to write yet
    own = page.locator("#yours li", has_text=WORDS)
    await expect(own.locator("[data-part=rephrase]")).to_be_visible()
    await page.evaluate("globalThis.isSamePage = true")
    await page.context.set_offline(True)
    await own.locator("[data-part=rephrase]").click()
    await expect(page.locator("[data-part=connection]")).to_have_text("No network")
    await page.context.set_offline(False)
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
    await own.locator("[data-part=rephrase]").click()
    await expect(page.locator("#ask-text")).to_have_value(WORDS)
    assert await page.evaluate("globalThis.isSamePage")


async def test_once_the_network_is_back_the_search_shows_at_once_what_was_typed_before(
    demo: Server, chromium: Browser
) -> None:
    page = await open_room(demo, chromium)
    await page.context.set_offline(True)
    await page.get_by_text("Sort and search").click()
    await page.get_by_label("Search the queue").fill("librarian")
    await expect(page.get_by_role("button", name="Show", exact=True)).to_be_visible()
    gate = Gate(refused=1)
    await page.route(SEARCH, gate.keep)
    await page.context.set_offline(False)
    await expect(page.locator("#queue .question")).to_have_count(1)
    await expect(page.get_by_role("button", name="Show", exact=True)).to_be_hidden()
    assert gate.asked == 2


@pytest.mark.long
async def test_a_report_says_that_it_cannot_be_written_and_can_be_tried_again(demo: Server, chromium: Browser) -> None:
    page = await open_room(demo, chromium, WRITING)
    question = page.locator("#queue .question").first
    await question.get_by_role("button", name=re.compile("^Report")).click()
    await expect(question.locator("[data-part=feedback]")).to_have_text("No network")
    await page.unroute(WRITING)
    await question.get_by_role("button", name=re.compile("^Report")).click()
    await expect(page.locator("#report-dialog")).to_be_visible()
    await expect(question.locator("[data-part=feedback]")).to_be_hidden()


@pytest.mark.long
async def test_what_is_searched_for_shows_at_once(demo: Server, chromium: Browser) -> None:
    page = await open_room(demo, chromium)
    await page.get_by_text("Sort and search").click()
    await page.get_by_label("Search the queue").fill("librarian")
    await expect(page.locator("#queue .question")).to_have_count(1)
    await page.get_by_label("Search the queue").fill("nowhere")
    await expect(page.locator("#queue [data-part=none]")).to_be_visible()


@pytest.mark.long
async def test_without_its_script_the_search_is_the_servers(demo: Server, chromium: Browser) -> None:
    page = await open_room(demo, chromium, SEARCH)
    await page.get_by_text("Sort and search").click()
    await page.get_by_label("Search the queue").fill("librarian")
    await page.get_by_role("button", name="Show").click()
    await page.wait_for_url("**/?q=librarian*")
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
    await expect(page.locator("#queue .question")).to_have_count(1)


async def withdraw(page: Page) -> None:
    own = page.locator("#yours li").filter(has=page.get_by_role("button", name=re.compile("^Withdraw")))
    await own.first.get_by_role("button", name=re.compile("^Withdraw")).click()


@pytest.mark.long
async def test_words_that_the_page_lacks_come_when_they_are_missing(demo: Server, chromium: Browser) -> None:
    page = await open_room(demo, chromium)
    await withdraw(page)
    await expect(page.locator("#yours [data-state=withdrawn]")).to_have_text("Withdrawn")
    await expect(page.locator("#yours")).to_contain_text("The person who asked has withdrawn it.")


@pytest.mark.long
async def test_until_they_come_three_dots_stand_for_them(demo: Server, chromium: Browser) -> None:
    page = await open_room(demo, chromium, "**/api/words")
    await withdraw(page)
    await expect(page.locator("#yours [data-state=withdrawn]")).to_have_text("…")
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")


async def agree_and_ask(page: Page) -> None:
    await page.get_by_label("I am 18 or over.").check()
    await page.get_by_role("button", name="I agree and want to ask").click()
    await page.locator("#ask-text").fill(WORDS)
    await page.locator("#ask-form").get_by_role("button", name="Send").click()


@pytest.mark.long
async def test_a_newcomer_agrees_asks_and_sees_the_question(demo: Server, chromium: Browser) -> None:
    make_newcomer(demo)
    page = await open_room(demo, chromium, who=-1)
    await agree_and_ask(page)
    await expect(page.locator("#yours")).to_contain_text(WORDS)
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Received.")


async def test_a_newcomer_who_agreed_without_a_network_agrees_later_on_the_same_page(
    demo: Server, chromium: Browser
) -> None:
    make_newcomer(demo)
    page = await open_room(demo, chromium, who=-1)
    await page.evaluate("globalThis.isSamePage = true")
    await page.context.set_offline(True)
    await page.get_by_label("I am 18 or over.").check()
    await page.get_by_role("button", name="I agree and want to ask").click()
    await expect(page.locator("#consent-form > [data-part=feedback]")).to_contain_text("Not sent")
    gate = Gate(refused=1)
    await page.route(CONSENT, gate.keep)
    await page.context.set_offline(False)
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
    await page.get_by_role("button", name="I agree and want to ask").click()
    await expect(page.locator("#ask-form")).to_be_visible()
    assert gate.asked == 2
    assert await page.evaluate("globalThis.isSamePage")


@pytest.mark.long
async def test_a_newcomer_to_whom_nothing_comes_does_the_same_by_plain_forms(demo: Server, chromium: Browser) -> None:
    make_newcomer(demo)
    page = await open_room(demo, chromium, WRITING, CONSENT, "**/js/pages/room/own*", who=-1)
    await agree_and_ask(page)
    await expect(page.locator("#yours")).to_contain_text(WORDS)
    await expect(page.locator("#ask > .notice")).to_contain_text("Received.")
