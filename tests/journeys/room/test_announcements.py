"""The announcements for a screen reader: taking and answering questions, and news about the reader's own question."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.clients.live_client import LiveClient, sign_in
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

RECORD = """() => {
  const region = document.getElementById("announcer");
  Object.assign(globalThis, { heard: [], checked: 0 });
  new MutationObserver(() => {
    const sentences = [...region.children].map((node) => [node.textContent, node.querySelector("span")?.lang ?? ""]);
    if (sentences.length) heard.push({ at: Date.now(), sentences });
  }).observe(region, { childList: true, subtree: true });
}"""
RECEIVED = "Received. It is saved, and your receipt is "
QUIET_MS = 10_000
REPLY_MS = 2000
SAID_WITHIN_S = 60

BENGALI = "আমাদের গলির কলে তিন দিন ধরে জল নেই, কবে আসবে?"
ANSWER = "পাম্পটা কাল দুপুরের মধ্যে সারানো হবে।"
OF_OTHERS = "हमारी गली की बत्ती कब ठीक होगी?"
MINE, REFUSED = "MINE: when is the library opened again?", "REFUSED: who wins the derby on Sunday?"


class Evening:
    """The people who act beside the page that listens."""

    def __init__(self, councillor: LiveClient, moderator: LiveClient, other: LiveClient) -> None:
        self.councillor, self.moderator, self.other = councillor, moderator, other

    async def queue(self, text: str) -> str:
        """Another person's question."""
        asked = (await self.other.send("question.ask", text=text, kind="question"))["result"]
        await done(self.moderator, "question.approve", question=asked["question"], version=asked["version"])
        return str(asked["question"])

    async def decide(self, text: str, op: str, **fields: str) -> str:
        """About the question that was asked on the page."""
        await self.moderator.until(lambda: self._found(text))
        card = self._found(text)[0]
        await done(self.moderator, op, question=card["id"], version=card["version"], **fields)
        return str(card["id"])

    def _found(self, text: str) -> list[dict[str, Any]]:
        return [card for card in self.moderator.states["desk"]["questions"] if card["text"] == text]

    async def take(self, question: str) -> None:
        await done(self.councillor, "question.take", question=question)

    async def answer(self, question: str, text: str, *, final: bool = True) -> None:
        await done(self.councillor, "answer.give", question=question, text=text, final=final)


async def ask(page: Page, text: str) -> None:
    await page.fill("#ask-text", text)
    await page.click("#ask-form .button")
    await expect(page.locator("#yours")).to_contain_text(text)


async def done(client: LiveClient, op: str, **fields: Any) -> None:
    assert (await client.send(op, **fields))["type"] == "ack"


@pytest_asyncio.fixture
async def evening(demo: Server) -> AsyncIterator[Evening]:
    sheet = demo.demo
    people = (sheet["councillor"], sheet["moderators"][0], sheet["residents"][1])
    cookies = [await sign_in(each["sign_in"]) for each in people]
    clients = [
        LiveClient(demo.base_url, sheet["chat_session"], door=door, cookie=cookie)
        for door, cookie in zip(("desk", "desk", "room"), cookies, strict=True)
    ]
    async with clients[0], clients[1], clients[2]:
        yield Evening(*clients)


async def listen(demo: Server, browser: Browser) -> Page:
    context = await browser.new_context(viewport={"width": 360, "height": 740})
    await context.request.get(demo.demo["residents"][0]["sign_in"])
    page = await context.new_page()
    await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
    await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
    await page.clock.install()
    await page.evaluate(RECORD)
    return page


async def hears(page: Page, *sentences: list[str]) -> None:
    """The next announcement is this one."""
    assert await next_heard(page) == list(sentences)


async def hears_that_it_came(page: Page) -> None:
    [[sentence, _language]] = await next_heard(page)
    assert sentence.startswith(RECEIVED)


async def next_heard(page: Page) -> list[list[str]]:
    """The silence before it, and no more, passes faster than by the clock."""
    silent_ms = 0
    async with asyncio.timeout(SAID_WITHIN_S):
        while not await page.evaluate("heard.length > checked"):
            if silent_ms < QUIET_MS:
                await page.clock.fast_forward(1_000)
                silent_ms += 1_000
            await asyncio.sleep(0.05)
    sentences: list[list[str]] = (await page.evaluate("heard[checked++]"))["sentences"]
    return sentences


async def test_taking_and_answering_and_what_concerns_ones_own_question_are_announced(
    demo: Server, browser: Browser, evening: Evening
) -> None:
    page = await listen(demo, browser)
    await hears_the_floor(page, evening)
    mine = await hears_of_own(page, evening)
    await hears_less(page, evening, mine)
    for before, after in pairwise(await page.evaluate("heard")):
        [sentence, _language], *_more = after["sentences"]
        assert after["at"] - before["at"] >= (REPLY_MS if sentence.startswith(RECEIVED) else QUIET_MS)
    await page.reload()
    await expect(page.get_by_label("Fewer announcements")).to_be_checked()


async def hears_the_floor(page: Page, evening: Evening) -> None:
    question = await evening.queue(BENGALI)
    await evening.take(question)
    await hears(page, [f"Being answered now: {BENGALI}", "bn"])
    await evening.queue(OF_OTHERS)
    await evening.answer(question, ANSWER, final=False)
    await evening.answer(question, "That is all.")
    await hears(page, [f"Answer: {ANSWER}", "bn"], ["Answer: That is all.", "und"])
    assert OF_OTHERS not in str(await page.evaluate("heard"))


async def hears_of_own(page: Page, evening: Evening) -> str:
    await ask(page, REFUSED)
    await hears_that_it_came(page)
    await evening.decide(REFUSED, "question.decline", reason="off_topic", note="")
    await hears(page, ["Your question: Not accepted.", ""])
    await ask(page, MINE)
    await hears_that_it_came(page)
    mine = await evening.decide(MINE, "question.approve")
    await hears(page, ["Your question: In the queue.", ""])
    return mine


async def hears_less(page: Page, evening: Evening, mine: str) -> None:
    await page.get_by_label("Fewer announcements").check()
    other = await evening.queue("OTHER: is the pond cleaned?")
    await evening.take(other)
    await evening.answer(other, "For those who want to hear less, this is not said.")
    await evening.take(mine)
    await hears(page, ["Your question is being answered now.", ""])
    await evening.answer(mine, "On Monday.")
    await hears(page, ["Answer to your question: On Monday.", "und"])
