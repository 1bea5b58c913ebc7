"""Room, desk and floor in a browser on a real server: bad connections, keyboards, drafts, scroll positions."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from functools import partial
from typing import Literal
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, ViewportSize, expect

from tests.browser.axe import COLOURS, begin_with_axe, violations_of
from tests.browser.desk_steps import press_until_read, press_when_open, release, select
from tests.browser.visitors import DESKTOP, PHONE, Visitors
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

WATCH_SHIFTS = """
  globalThis.shifts = [];
  const about = ({ node, previousRect, currentRect }) => [
    node?.outerHTML?.slice(0, 200) ?? node?.textContent, JSON.stringify(previousRect), JSON.stringify(currentRect)
  ];
  const tell = (list) => shifts.push(...list.getEntries().map(({ value, sources }) => [value, ...sources.map(about)]));
  new PerformanceObserver(tell).observe({ type: "layout-shift" });
"""
TWO_FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
TOO_WIDE_PX = "document.documentElement.scrollWidth - innerWidth"

Look = tuple[str, Literal["light", "dark"], ViewportSize]

LOOKS: list[Look] = [("en", "light", PHONE), ("bn", "dark", DESKTOP)]


@pytest_asyncio.fixture(loop_scope="package")
async def visitors(chromium: Browser, demo: Server) -> AsyncIterator[Visitors]:
    people = Visitors(chromium, demo)
    async with people.contexts:
        yield people


async def is_connected(page: Page) -> None:
    await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")


async def ask(page: Page, words: str) -> None:
    await page.fill("#ask-text", words)
    await page.click("#ask-form .button")


async def is_received(page: Page) -> None:
    await expect(page.locator("#ask-form .feedback")).to_contain_text("Received")


async def top_of(page: Page, selector: str) -> float:
    box = await page.locator(selector).bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.costly
async def test_a_question_goes_from_the_phone_over_the_keyboard_to_everybody(guests: Visitors) -> None:
    asker, reader = await guests.resident(0), await guests.resident(1, language="bn")
    desk = await guests.moderator()
    for page in (asker, reader, desk):
        await is_connected(page)
    await ask(asker, "CANARY: when is the lamp mended?")
    await is_received(asker)
    await expect(asker.locator("#ask-text")).to_have_value("")
    await expect(desk.locator("#group-to_read")).to_contain_text("CANARY")
    assert "CANARY" not in await reader.content()
    await press_until_read(desk, "j", "CANARY")
    await desk.keyboard.press("c")
    await desk.keyboard.press("a")
    for page in (asker, reader):
        await expect(page.locator("#queue")).to_contain_text("CANARY")
    await expect(asker.locator("#yours li").first).to_contain_text("In the queue")
    await expect(desk.locator("#detail")).to_be_focused()
    assert guests.complaints == []


@pytest.mark.long
async def test_what_is_asked_on_one_device_is_ones_own_on_the_other(guests: Visitors) -> None:
    phone, tablet = await guests.resident(2), await guests.resident(2)
    for page in (phone, tablet):
        await is_connected(page)
    await ask(phone, "Who prunes the tree at the bus stop?")
    await is_received(phone)
    await expect(tablet.locator("#yours")).to_contain_text("Who prunes the tree at the bus stop?")
    assert guests.complaints == []


@pytest.mark.long
async def test_the_desk_declines_by_keyboard_and_its_keys_rest_while_text_is_written(guests: Visitors) -> None:
    desk = await guests.moderator()
    await is_connected(desk)
    await desk.click("#notice-text")
    await desk.keyboard.type("a d h")
    await expect(desk.locator("#notice-text")).to_have_value("a d h")
    await desk.keyboard.press("Tab")
    words = await desk.inner_text("#detail-words")
    await press_when_open(desk, "d", "#decline")
    await desk.keyboard.press("Escape")
    await expect(desk.locator("#decline")).not_to_have_attribute("open", "")
    await press_when_open(desk, "d", "#decline")
    await desk.keyboard.press("3")
    await desk.keyboard.press("Enter")
    declined = desk.locator("#group-done a", has_text=words[:40])
    await expect(declined).to_contain_text("Not accepted")
    await declined.click()
    await expect(desk.locator("#detail")).to_contain_text("Names a private person")
    await desk.keyboard.press("?")
    await expect(desk.locator("#help")).to_be_visible()
    assert guests.complaints == []


@pytest.mark.long
@pytest.mark.row("threat", 47)
async def test_words_are_flagged_as_they_arrive_and_published_by_keyboard_only_on_a_second_look(
    guests: Visitors,
) -> None:
    asker, desk = await guests.resident(2), await guests.moderator()
    for page in (asker, desk):
        await is_connected(page)
    await ask(asker, "RING ME: Ramesh Das is a thief, call 98300 12345")
    await expect(asker.locator("#ask-form .feedback")).to_contain_text("seems to contain a phone number")
    arrived = desk.locator("#group-to_read a", has_text="RING ME")
    looks = "It seems to contain a phone number, an accusation against a private person."
    await expect(arrived).to_contain_text(looks)
    await press_until_read(desk, "j", "RING ME")
    await expect(desk.locator("#detail [data-part=looks]")).to_have_text(looks)
    dialog, queue = desk.locator("#second-look"), desk.locator("#group-queue")
    in_queue = await queue.locator("a").count()
    await desk.keyboard.press("a")
    await expect(dialog).to_contain_text("RING ME: Ramesh Das")
    for key in ("a", "h", "n"):  # the keys of the desk behind it do nothing
        await desk.keyboard.press(key)
    await desk.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(desk.locator("#detail [data-part=state]")).to_have_text("Waiting")
    await desk.keyboard.press("a")
    await expect(dialog).to_be_visible()
    await desk.keyboard.press("Enter")
    await expect(queue).to_contain_text("RING ME")
    await expect(queue.locator("a")).to_have_count(in_queue + 1)
    await expect(desk.locator("#detail-words")).not_to_contain_text("RING ME")  # on to the next
    assert guests.complaints == []


@pytest.mark.long
@pytest.mark.row("threat", 47)
async def test_while_writing_the_author_hears_of_a_number_and_of_who_asked_the_same(guests: Visitors) -> None:
    first, second, desk = await guests.resident(0), await guests.resident(1), await guests.moderator()
    for page in (first, second, desk):
        await is_connected(page)
    await ask(first, "Who sweeps the steps of the ferry ghat at dawn?")
    await desk.locator("#group-to_read a", has_text="ferry ghat").click()
    await desk.keyboard.press("a")
    await expect(first.locator("#queue")).to_contain_text("ferry ghat")
    said = second.locator("#draft-check")
    await second.fill("#ask-text", "who sweeps the steps of ferry ghat at dawn, call 98300 12345")
    await expect(said).to_contain_text("This looks like a phone number")
    await expect(said).to_contain_text("“98300 12345”")
    await said.get_by_role("button", name="Support").click()
    await expect(said.locator("[data-part=state]")).to_have_text("supported by 1")
    await second.fill("#ask-text", "The path round the pond is dark after seven. Could there be lamps, low ones?")
    await said.get_by_role("button", name="This answers me").first.click()
    await expect(second.locator("#ask-text")).to_have_value("")
    await expect(second.locator("#ask-form [data-part=feedback]")).to_contain_text("Good that it is answered.")
    await expect(said).to_be_hidden()
    assert guests.complaints == []


@pytest.mark.long
async def test_the_desk_finds_copies_in_another_script_and_merges_them_by_likeness_and_words(guests: Visitors) -> None:
    first, second, desk = await guests.resident(0), await guests.resident(1), await guests.moderator()
    for page in (first, second, desk):
        await is_connected(page)
    await ask(first, "বটতলার পুকুরের কচুরিপানা কবে তোলা হবে?")
    await desk.locator("#group-to_read a", has_text="কচুরিপানা").click()
    await desk.keyboard.press("a")
    await expect(desk.locator("#group-queue")).to_contain_text("কচুরিপানা")
    await ask(second, "bottolar pukurer kochuripana kobe tola hobe?")
    await desk.locator("#group-to_read a", has_text="kochuripana").click()
    copy = desk.locator("#detail [data-part=copies] li")
    await expect(copy).to_contain_text("কচুরিপানা")
    await desk.keyboard.press("m")
    options = desk.locator("#merge-into option")
    await expect(options.first).to_contain_text("কচুরিপানা")
    await desk.fill("[data-part=target_words]", "কচুরি")
    await expect(options).to_have_count(1)
    await expect(options).to_contain_text("(supported by 0)")
    await desk.locator("#merge button", has_text="Merge").click()
    await expect(first.locator("#queue")).to_contain_text("Asked by 2 people.")
    assert guests.complaints == []


@pytest.mark.long
@pytest.mark.row("threat", 47)
async def test_numbers_are_marked_at_the_desk_and_masked_in_the_queue_until_a_moderator_shows_them(
    guests: Visitors,
) -> None:
    asker, desk = await guests.resident(2), await guests.moderator()
    for page in (asker, desk):
        await is_connected(page)
    await ask(asker, "LAMP 202400123456: call 98300 12345")
    await expect(asker.locator("#ask-form .feedback")).to_contain_text("others read […] in its place")
    await desk.locator("#group-to_read a", has_text="LAMP").click()
    await expect(desk.locator("#detail-words mark")).to_have_text(["202400123456", "98300 12345"])
    hidden = desk.locator("#detail [data-part=masked] li")
    await expect(hidden).to_contain_text(["an Aadhaar number", "a phone number"])
    await hidden.first.get_by_role("button", name="Show it to everybody").click()
    await expect(desk.locator("#detail-words mark")).to_have_text(["98300 12345"])
    await desk.keyboard.press("a")
    await expect(asker.locator("#queue")).to_contain_text("LAMP 202400123456: call […]")
    assert guests.complaints == []


@pytest.mark.long
@pytest.mark.row("fault", 26)
async def test_of_two_moderators_at_once_one_is_told_what_the_other_did(guests: Visitors) -> None:
    first, second = await guests.moderator(0), await guests.moderator(1)
    await is_connected(first)
    await is_connected(second)
    await release(second)  # only who has no claim can be overtaken
    words = await second.inner_text("#detail-words")
    await second.context.set_offline(True)
    await second.keyboard.press("h")
    await select(first, words)
    await first.keyboard.press("a")
    await expect(first.locator("#group-queue")).to_contain_text(words[:40])
    await second.context.set_offline(False)
    await expect(second.locator("#group-queue")).to_contain_text(words[:40])
    await second.locator("#group-queue a", has_text=words[:40]).click()
    await expect(second.locator("#detail .feedback")).to_contain_text("It is now: In the queue.")


async def test_what_is_asked_offline_goes_out_once_and_a_draft_outlives_a_reload(guests: Visitors) -> None:
    page = await guests.resident()
    await is_connected(page)
    await page.context.set_offline(True)
    await expect(page.locator(".connection")).to_have_text("No network")
    await ask(page, "Asked offline")
    await expect(page.locator("#ask-form .feedback")).to_contain_text("Waiting for the connection")
    await page.context.set_offline(False)
    await is_received(page)
    await page.fill("#ask-text", "half a thou")
    await page.reload()
    await is_connected(page)
    await expect(page.locator("#ask-text")).to_have_value("half a thou")
    await expect(page.locator("#yours li", has_text="Asked offline")).to_have_count(1)


@pytest.mark.long
@pytest.mark.row("fault", 1)
async def test_a_server_killed_and_started_again_has_each_question_once(visitors: Visitors, demo: Server) -> None:
    page = await visitors.resident()
    await is_connected(page)
    demo.kill()
    await expect(page.locator(".connection")).to_have_text("Reconnecting")
    await ask(page, "Asked of a dead server")
    demo.start()
    await is_received(page)
    await is_connected(page)
    await page.reload()
    await is_connected(page)
    await expect(page.locator("#yours li", has_text="Asked of a dead server")).to_have_count(1)


@pytest.mark.long
async def test_where_sockets_are_blocked_the_room_polls(guests: Visitors) -> None:
    page = await guests.resident(go=False)
    await page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close(code=4005))
    await page.goto(f"{guests.base_url}/chat/{guests.chat}/")
    await expect(page.locator(".connection")).to_have_text("Connected, slowly")
    await ask(page, "Asked by plain requests")
    await is_received(page)
    desk = await guests.moderator()
    await is_connected(desk)
    await desk.locator("#group-to_read a", has_text="Asked by plain").click()
    await desk.keyboard.press("a")
    await expect(page.locator("#queue")).to_contain_text("Asked by plain")
    await expect(page.locator("#yours li").first).to_contain_text("In the queue")


@pytest.mark.long
async def test_after_another_sign_in_a_command_ends_as_not_sent_and_its_words_stay(guests: Visitors) -> None:
    page = await guests.resident(go=False)
    await page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close(code=4005))
    await page.goto(f"{guests.base_url}/chat/{guests.chat}/")
    await expect(page.locator(".connection")).to_have_text("Connected, slowly")
    await page.context.request.get(guests.sheet["residents"][0]["sign_in"])
    await ask(page, "Asked with an old token")
    await expect(page.locator("#ask-form .feedback")).to_have_text("Not sent.")
    await expect(page.locator("#ask-error")).to_contain_text("Please reload it.")
    await expect(page.locator("#ask-text")).to_have_value("Asked with an old token")
    await page.reload()
    await expect(page.locator(".connection")).to_have_text("Connected, slowly")
    await expect(page.locator("#ask-text")).to_have_value("Asked with an old token")
    await page.click("#ask-form .button")
    await is_received(page)
    await expect(page.locator("#yours li", has_text="Asked with an old token")).to_have_count(1)


async def test_where_something_else_answers_a_command_ends_as_not_sent(guests: Visitors) -> None:
    page = await guests.resident(go=False)
    await page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close(code=4005))
    await page.route("**/commands?v=*", lambda route: route.fulfill(status=403, body="<title>Blocked</title>"))
    await page.goto(f"{guests.base_url}/chat/{guests.chat}/")
    await expect(page.locator(".connection")).to_have_text("Connected, slowly")
    await ask(page, "Asked through a filter")
    await expect(page.locator("#ask-error")).to_have_text("Not sent. Please reload the page.")
    await expect(page.locator("#ask-text")).to_have_value("Asked through a filter")


@pytest.mark.long
@pytest.mark.row("fault", 32)
async def test_a_page_from_before_an_update_says_so_and_its_unsent_commands_go_with_the_next(
    guests: Visitors,
) -> None:
    page = await guests.resident(go=False)
    outdated = json.dumps({"type": "nack", "ref": None, "code": "outdated", "message": "…", "retry": True})
    await page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close(code=4005))
    await page.route("**/commands?v=*", lambda route: route.fulfill(status=426, body=outdated))
    await page.goto(f"{guests.base_url}/chat/{guests.chat}/")
    await expect(page.locator(".connection")).to_have_text("Connected, slowly")
    await ask(page, "Asked on an old page")
    await expect(page.locator(".connection")).to_have_text("There is a newer version of this page. Please reload.")
    await page.unroute("**/commands?v=*")
    await page.click("#statusbar [data-part=way_back]")
    own = page.locator("#yours .question__text", has_text="Asked on an old page")
    await expect(own).to_be_visible()


@pytest.mark.long
async def test_a_decision_waits_for_its_desk_and_is_not_given_away_in_the_room(guests: Visitors) -> None:
    desk = await guests.moderator()
    await is_connected(desk)
    words = (await desk.inner_text("#detail-words"))[:40]
    await desk.context.set_offline(True)
    await desk.keyboard.press("a")
    await expect(desk.locator("#group-to_read .desk__item", has_text=words)).to_contain_text("Waiting")
    await desk.close()
    await desk.context.set_offline(False)
    room = await guests.beside(desk, f"/chat/{guests.chat}/")
    await is_connected(room)
    again = await guests.beside(desk, f"/desk/{guests.chat}/")
    await expect(again.locator("#group-queue")).to_contain_text(words)
    await expect(room.locator("#queue")).to_contain_text(words)
    assert guests.complaints == []


@pytest.mark.long
@pytest.mark.parametrize(("page", "name"), [("chat", "room"), ("floor", "floor")])
async def test_a_person_who_only_reads_is_told_about_a_refusal_as_well(guests: Visitors, page: str, name: str) -> None:
    desk = await guests.moderator()
    person = json.loads(await desk.locator("#page").text_content() or "")["person"]
    left = [{"ref": str(UUID(int=1)), "op": "answer.give", "fields": {"question": str(UUID(int=2)), "text": "No"}}]
    stored = [f"outbox:{name}:{guests.chat}:{person}", json.dumps([each | {"retries": 0} for each in left])]
    await desk.evaluate("([key, entries]) => localStorage.setItem(key, entries)", stored)
    onlooker = await guests.beside(desk, f"/{page}/{guests.chat}/")
    await expect(onlooker.locator("#announcer")).not_to_be_empty()
    await onlooker.wait_for_function("(key) => localStorage.getItem(key) === '[]'", arg=stored[0])
    assert guests.complaints == []


@pytest.mark.long
async def test_what_was_answered_in_part_is_called_so_when_the_chat_closes(visitors: Visitors) -> None:
    clerk, floor = await visitors.clerk(), await visitors.councillor(viewport=DESKTOP)
    for page in (clerk, floor):
        await is_connected(page)
    await floor.click("#take button")
    await floor.fill("#answer-text", "The first half.")
    await floor.click("button[value=false]")
    await expect(floor.locator("#floor .answer")).to_contain_text("The first half.")
    words = await floor.inner_text("#floor .stage__text")
    asker = await author_of(visitors, words)
    await clerk.click("[data-while=live] summary")
    await clerk.click("form[data-op='session.close'] button")
    own = asker.locator("#yours li", has_text=words)
    await expect(own).to_contain_text("Answered in part; the chat ended before it was taken again.")
    await asker.reload()
    await expect(own).to_contain_text("Answered in part; the chat ended before it was taken again.")


async def author_of(visitors: Visitors, words: str) -> Page:
    for index in range(len(visitors.sheet["residents"])):
        page = await visitors.resident(index)
        await is_connected(page)
        if await page.locator("#yours li", has_text=words).count():
            return page
    raise AssertionError(words)


@pytest.mark.long
async def test_the_floor_keeps_a_draft_for_each_question_and_answers_in_parts(guests: Visitors) -> None:
    floor, room = await guests.councillor(viewport=DESKTOP), await guests.resident()
    for page in (floor, room):
        await is_connected(page)
    await floor.click("#take button")
    await expect(floor.locator("#answer-text")).to_be_focused()
    await floor.fill("#answer-text", "Half an")
    await floor.click("#return-form button")
    await expect(floor.locator("#take button")).to_be_visible()
    await floor.click("#take button")
    await expect(floor.locator("#answer-text")).to_have_value("Half an")
    await floor.fill("#answer-text", "First part.")
    await floor.keyboard.press("Control+Enter")
    await expect(room.locator("#floor")).to_contain_text("First part.")
    await floor.fill("#answer-text", "Last part.")
    await floor.click("#finish summary")
    await floor.click("button[value=true]")
    await expect(room.locator("#answers li").first).to_contain_text("Last part.")
    await expect(floor.locator("#take button")).to_be_focused()
    assert guests.complaints == []


@pytest.mark.long
async def test_what_arrives_does_not_move_what_is_being_written(guests: Visitors) -> None:
    page, floor = await guests.resident(), await guests.councillor()
    for each in (page, floor):
        await is_connected(each)
    await page.click("#ask-text")
    before = await top_of(page, "#ask-text")
    await floor.click("#take button")
    await floor.fill("#answer-text", "A long answer. " * 40)
    await floor.click("button[value=false]")
    await expect(page.locator("#floor")).to_contain_text("A long answer.")
    assert abs(await top_of(page, "#ask-text") - before) <= 1


@pytest.mark.long
async def test_a_script_that_comes_late_moves_nothing(guests: Visitors) -> None:
    pages = [await guests.resident(go=False), await guests.moderator(go=False), await guests.councillor(go=False)]
    for page, name in zip(pages, ("chat", "desk", "floor"), strict=True):
        is_shown = asyncio.Event()
        await page.route("**/js/**", partial(come_late, is_shown))
        await page.goto(f"{guests.base_url}/{name}/{guests.chat}/", wait_until="commit")
        await page.wait_for_function("() => document.readyState === 'interactive'")  # no piece of the page comes later
        await page.evaluate(TWO_FRAMES)
        await page.evaluate(WATCH_SHIFTS)
        is_shown.set()
        await is_connected(page)
        await expect(page.locator("[data-part=present]")).to_be_visible()
        await page.evaluate(TWO_FRAMES)
        shifts = await page.evaluate("shifts")
        assert shifts == [], json.dumps(shifts, indent=1)  # whole: each names what moved, from where and to where


async def come_late(is_shown: asyncio.Event, route: Route) -> None:
    await is_shown.wait()
    await route.continue_()


@pytest.mark.long
async def test_the_order_waits_while_a_hand_is_on_the_list(visitors: Visitors) -> None:
    page, other = await visitors.resident(0, viewport=DESKTOP), await visitors.resident(1)
    for each in (page, other):
        await is_connected(each)
    last = (await page.locator("#queue li .question__text").all_inner_texts())[-1]
    await page.locator("#queue li").nth(0).hover()
    button = other.locator("#queue li", has_text=last).locator("button.back")
    await button.click()
    count = page.locator("#queue li", has_text=last).locator(".back__count:visible")
    await expect(count).to_have_text("3")
    assert (await page.locator("#queue li .question__text").all_inner_texts())[-1] == last


@pytest.mark.parametrize(("look", "other"), [LOOKS, pytest.param(*LOOKS[::-1], marks=pytest.mark.long)])
async def test_axe_finds_nothing_in_what_opens(visitors: Visitors, look: Look, other: Look) -> None:
    """Without --long all its rules on a phone in English alone; in the other look what a scheme and a width change."""
    floor = await visitors.councillor(bypass_csp=True)
    await is_connected(floor)
    await floor.click("#take button")
    await expect(floor.locator("#answering")).to_be_visible()
    room = await visitors.resident(bypass_csp=True)
    visitor = await visitors.open(f"/chat/{visitors.chat}/", bypass_csp=True)
    desk, clerk = await visitors.moderator(bypass_csp=True), await visitors.clerk(bypass_csp=True)
    for page in (floor, room, visitor, desk, clerk):
        await begin_with_axe(page.context)
        await visitors.speak(page, look[0])
        await put_on(page, look)
        await page.reload()
        await is_connected(page)
        for summary in await page.locator("details:not([hidden]) > summary:visible").all():
            await summary.click()
        await page.evaluate("scrollTo(0, 0)")  # below the bar that follows, targets are covered
        assert await violations_of(page) == []
        assert await page.evaluate(TOO_WIDE_PX) <= 0
        await put_on(page, other)
        assert await violations_of(page, *COLOURS) == []
        assert await page.evaluate(TOO_WIDE_PX) <= 0


async def put_on(page: Page, look: Look) -> None:
    _language, scheme, viewport = look
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size(viewport)
