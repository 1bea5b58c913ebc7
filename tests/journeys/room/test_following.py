"""Following an evening on a phone without touching it: every answer can be read, wherever the page is scrolled to."""

import asyncio
import re
from collections.abc import AsyncIterator
from functools import partial

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.words_seen import watch_words, words_seen
from tests.clients.live_client import LiveClient, sign_in
from tests.measuring.timing import best_measured
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FIRST = "The crew comes tomorrow evening with three new lamps, and stays until the last one of them burns again. " * 2
SECOND = "From now on each pole carries a number: send it to the ward office, and somebody looks at it in days. " * 2
THIRD = "The pond belongs to the corporation, so it is cleaned before the rains, and a net is put up along it. " * 2
BENGALI = "নালাটা সোমবার থেকে পরিষ্কার হবে, আর সেই ক'দিন গলিতে গাড়ি ঢুকবে না। " * 3
ANSWERS = [text.strip() for text in (FIRST, SECOND, THIRD, BENGALI)]
READ_WITHIN_S = 150
SHOWN_WITHIN_MS = 1_000
A_BUSY_MACHINE_MS = 4_000
"""Added for the time since the server's commit, because tests share a machine; from the frame on, a second has to
do."""

TIMES = """
  globalThis.framesCame = [];
  globalThis.signsShown = [];
  globalThis.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        const came = performance.now();
        framesCame.push(...(JSON.parse(data).events ?? []).map(({ type, at }) => ({ type, at, came })));
      });
    }
  };
  addEventListener("DOMContentLoaded", () => {
    const look = () => {
      const seen = [...document.querySelectorAll("[data-part=now], #new-answers:not([hidden])")];
      signsShown.push({ text: seen.map(({ textContent }) => textContent).join(), shown: performance.now() });
    };
    const watched = { childList: true, subtree: true, characterData: true, attributes: true };
    const observer = new MutationObserver(look);
    document.querySelectorAll(".nowbar, #new-answers").forEach((node) => observer.observe(node, watched));
  });
"""
WHEN_SHOWN = """([type, sign]) => {
  const { at, came } = framesCame.findLast((frame) => frame.type === type);
  const { shown } = signsShown.find(({ text, shown }) => shown >= came && text.includes(sign));
  return { said: Date.parse(at) - performance.timeOrigin, came, shown };
}"""
"""Milliseconds of the page's clock: when the server, on the same machine, said it, when it came, when it was shown."""

SHOWN = """new Promise((shown) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(shown))))"""
"""Before that nobody scrolls."""

STAGE_SEEN = """(document.querySelector("#floor .stage").getBoundingClientRect().bottom
  - document.querySelector(".tabs--sticky").getBoundingClientRect().bottom)"""
"""How much of it is below the bars."""


@pytest_asyncio.fixture
async def councillor(demo: Server) -> AsyncIterator[LiveClient]:
    cookie = await sign_in(demo.demo["councillor"]["sign_in"])
    async with LiveClient(demo.base_url, demo.demo["chat_session"], door="desk", cookie=cookie) as client:
        yield client


async def take(councillor: LiveClient) -> str:
    question: str = (await councillor.send("question.take"))["result"]["question"]
    return question


async def open_room(demo: Server, browser: Browser, *, watching: str = "") -> Page:
    page = await browser.new_page(viewport={"width": 360, "height": 740}, service_workers="block")
    await page.add_init_script(watching)
    await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
    await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
    await expect(
        page.locator("#queue [data-id]").nth(1)
    ).to_be_visible()  # what is below the floor comes in later frames
    await page.evaluate(SHOWN)
    return page


@pytest.mark.takes(120)
@pytest.mark.with_all
async def test_of_every_answer_the_words_are_on_screen_for_as_long_as_it_takes_to_read_them(
    demo: Server, browser: Browser, councillor: LiveClient
) -> None:
    """Faster than any councillor: parts come at once, and the next question is taken as soon as one is answered."""
    page = await open_room(demo, browser)
    await watch_words(page)
    for parts in (ANSWERS[:2], ANSWERS[2:3], ANSWERS[3:]):
        question = await take(councillor)
        for text in parts:
            given = await councillor.send("answer.give", question=question, text=text, final=text == parts[-1])
            assert given["type"] == "ack"
    deadline = asyncio.get_running_loop().time() + READ_WITHIN_S
    while asyncio.get_running_loop().time() < deadline:
        seen = await words_seen(page, ANSWERS)
        if all(each.is_read for each in seen):
            break
        await asyncio.sleep(1)
    assert [each.text for each in seen if not each.is_read] == []


@pytest.mark.long
async def test_in_the_queue_bar_pill_and_title_tell_of_an_answer_within_a_second_and_nothing_moves(
    demo: Server, browser: Browser, councillor: LiveClient
) -> None:
    """On a busy machine the browser waits for a processor, too: the best of several answers counts."""
    page = await open_room(demo, browser, watching=TIMES)
    answer = partial(tells_of_an_answer_after_ms, page, councillor)
    assert await best_measured(answer, wanted=SHOWN_WITHIN_MS) <= SHOWN_WITHIN_MS


async def tells_of_an_answer_after_ms(page: Page, councillor: LiveClient) -> float:
    title = await page.title()
    await page.evaluate("document.querySelectorAll('#queue [data-id]')[1].scrollIntoView({ block: 'center' })")
    await expect(page.get_by_role("switch", name="Follow along")).not_to_be_checked()
    words = await page.locator("#queue [data-id]").nth(1).locator("[data-part=text]").inner_text()
    read = page.locator("#queue [data-id]", has_text=words)
    before = await place_of(read)
    question = await take(councillor)
    shown = page.locator("[data-part=now]")
    await expect(shown).to_contain_text("answering")
    await councillor.send("answer.give", question=question, text=ANSWERS[0], final=True)
    pill = page.locator("#new-answers")
    await expect(pill).to_have_text(re.compile("1 new answer"))
    await expect(pill).to_be_in_viewport()
    await expect(page).to_have_title(f"(1) {title}")
    late_ms = await shown_after_ms(page)
    assert abs(await place_of(read) - before) <= 1
    await pill.click()
    await expect(page.locator("#floor .answer__text", has_text=ANSWERS[0][:60]).first).to_be_in_viewport(ratio=1)
    await expect(pill).to_be_hidden()
    await expect(page).to_have_title(title)
    return late_ms


async def place_of(read: Locator) -> float:
    """Where on screen: the page may get longer or shorter above, and then be scrolled by as much."""
    box = await read.bounding_box()
    assert box is not None
    return box["y"]


async def shown_after_ms(page: Page) -> float:
    """Milliseconds of the last question and its answer, the later one.

    From the frame on, or from the commit on if that was late.
    """
    late: list[float] = []
    for event, sign in (("question.taken", "answering"), ("answer.given", "1 new answer")):
        times = await page.evaluate(WHEN_SHOWN, [event, sign])
        late += [times["shown"] - times["came"], times["shown"] - times["said"] - A_BUSY_MACHINE_MS]
    return max(late)


@pytest.mark.long
async def test_a_page_loaded_between_two_questions_shows_the_last_answer(
    demo: Server, browser: Browser, councillor: LiveClient
) -> None:
    question = await take(councillor)
    await councillor.send("answer.give", question=question, text=ANSWERS[0], final=True)
    plain = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    for page in (await open_room(demo, browser), await plain.new_page()):
        await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
        await expect(page.locator("#floor [data-part=title]")).to_have_text("Last answer")
        await expect(page.locator("#floor .stage .answer__text")).to_have_text(ANSWERS[0])
        await expect(page.locator("[data-part=now]")).to_contain_text("Next question soon")
    await plain.close()


LOOKS = "new Promise((later) => setTimeout(later, 1_500))"
"""The page looks four times a second whether to scroll."""


async def test_a_page_opens_at_its_top_in_each_language_and_follows_what_comes(
    demo: Server, browser: Browser, councillor: LiveClient
) -> None:
    """On a low screen, where what is to be read reaches below its edge, as Urdu does on any phone."""
    pages = {}
    for language in ("en", "bn", "hi", "ur"):
        page = await browser.new_page(viewport={"width": 360, "height": 440}, service_workers="block")
        await page.context.add_cookies([{"name": "language", "value": language, "url": demo.base_url}])
        await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
        await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
        await page.evaluate(LOOKS)
        pages[language] = page
    assert {language: await page.evaluate("scrollY") for language, page in pages.items()} == dict.fromkeys(pages, 0)
    question = await take(councillor)
    await councillor.send("answer.give", question=question, text=ANSWERS[0], final=True)
    for page in pages.values():
        await page.wait_for_function("() => scrollY > 0")
        await expect(page.locator("#following input").first).to_be_checked()


@pytest.mark.long
async def test_following_stops_when_the_reader_scrolls_and_goes_on_when_pressed(
    demo: Server, browser: Browser, councillor: LiveClient
) -> None:
    page = await open_room(demo, browser)
    switch = page.get_by_role("switch", name="Follow along")
    await expect(switch).to_be_checked()

    await page.mouse.move(180, 600)
    await page.mouse.wheel(0, 5000)
    await expect(switch).not_to_be_checked()
    read = page.locator("#answers-title")
    await expect(read).to_be_in_viewport()
    place = await place_of(read)
    question = await take(councillor)
    await expect(page.locator("[data-part=now]")).to_contain_text("answering")  # above, it has left the queue
    given = await councillor.send("answer.give", question=question, text=ANSWERS[0], final=False)
    assert given["type"] == "ack"
    await expect(page.locator("#new-answers")).to_be_visible()  # in the same check that would have followed
    assert abs(await place_of(read) - place) <= 1
    assert await page.evaluate(STAGE_SEEN) < 0

    await page.evaluate("document.getElementById('following').scrollIntoView({ block: 'start' })")
    await expect(switch).not_to_be_checked()
    await switch.press("Space")
    await expect(switch).to_be_checked()
    await page.wait_for_function(f"() => {STAGE_SEEN} > 48")

    await page.evaluate("history.scrollRestoration = 'manual'")  # otherwise the browser would scroll by itself
    for is_wanted in (False, True):
        await switch.set_checked(is_wanted)
        await page.reload()
        await expect(switch).to_be_checked(checked=is_wanted)
