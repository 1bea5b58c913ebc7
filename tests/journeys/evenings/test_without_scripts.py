"""The evening without any script: plain forms, from the question to the answer."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

LINE = 24
"""Pixels that a line of the question is high."""


@pytest.mark.costly
async def test_the_evening_works_with_forms_alone(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    chat = sheet["chat_session"]
    resident = await open_plain(served, chromium, f"/chat/{chat}/", sheet["residents"][0])
    neighbour = await open_plain(served, chromium, f"/chat/{chat}/", sheet["residents"][1])

    await resident.locator("#ask-text").fill("Who repairs the lamp?")
    await resident.locator("#ask-form button").click()
    await expect(resident.locator("#yours")).to_contain_text("Who repairs the lamp?")

    moderator = await open_plain(served, chromium, f"/desk/{chat}/", sheet["moderator"])
    await moderator.get_by_role("button", name="Accept").click()
    await reload_until_shown(neighbour, "#queue [data-part=back]")
    await neighbour.locator("#queue [data-part=back]").click()
    await expect(neighbour.locator("#queue [data-part=back]")).to_have_attribute("aria-pressed", "true")

    councillor = await open_plain(served, chromium, f"/floor/{chat}/", sheet["councillor"])
    await councillor.get_by_role("button", name="Take the next question").click()
    await assert_question_begins_in_sight(councillor)
    await answer_correct_and_finish(councillor)
    await resident.reload()
    await resident.locator("#answers .answered > summary").click()
    await expect(resident.locator("#answers .answer__text >> visible=true")).to_have_text("The crew comes on Monday.")
    await resident.locator("#answers summary", has_text="Corrected").click()
    await expect(resident.locator("#answers .answer__earlier p")).to_have_text("The crew comes on Mondy.")


@pytest.mark.costly
async def test_a_question_is_reported_and_supported_from_the_room_and_from_the_reading_page(
    served: Server, chromium: Browser
) -> None:
    sheet = make_evenings(served, 1)[0]
    chat = sheet["chat_session"]
    async with (
        client_of(served, sheet, sheet["residents"][0]) as author,
        client_of(served, sheet, sheet["moderator"], door="desk") as moderator,
    ):
        asked = (await author.send("question.ask", text="Who repairs the lamp?", kind="question"))["result"]
        await moderator.send("question.approve", question=asked["question"], version=asked["version"])
        await author.until(lambda: author.public["queue"])
    reader = await open_plain(served, chromium, f"/chat/{chat}/", sheet["residents"][1])
    await reader.locator("#queue").get_by_role("button", name="Report").click()
    await report(reader, "It names my sister")
    await reader.goto(f"{served.base_url}/chat/{chat}/read/")
    await reader.get_by_role("link", name="Support or report").click()
    await reader.get_by_role("button", name="Support").click()
    await expect(reader.get_by_role("button", name="Take back your support")).to_be_visible()
    author_page = await open_plain(served, chromium, f"/chat/{chat}/read/", sheet["residents"][0])
    await author_page.get_by_role("link", name="Withdraw, appeal or see the receipt").click()
    await author_page.get_by_role("button", name="Withdraw").click()
    await expect(author_page.locator("#question")).to_contain_text("Your question is withdrawn.")
    [(why, reason)] = served.ask_database("SELECT why, reason FROM chat_sessions_report")
    assert (why, reason) == ("It names my sister", "personal_data")


async def test_after_the_end_pages_lead_to_the_record_and_to_nothing_that_is_over(
    served: Server, chromium: Browser
) -> None:
    sheet = make_evenings(served, 1, waiting=2)[0]
    chat = sheet["chat_session"]
    clerk = await open_plain(served, chromium, f"/desk/{chat}/", sheet["clerk"])
    await clerk.locator("#running summary", has_text="Close it").click()
    await clerk.get_by_role("button", name="Yes, close it for everybody").click()
    await expect(clerk.locator("#closed")).to_be_visible()
    reader = await open_plain(served, chromium, f"/chat/{chat}/read/", sheet["residents"][0])
    await expect(reader.get_by_role("link", name="Ask and support in the chat")).to_have_count(0)
    councillor = await open_plain(served, chromium, f"/floor/{chat}/", sheet["councillor"])
    await expect(councillor.get_by_role("button", name="Take the next question")).to_have_count(0)
    for page in (reader, councillor):
        await page.get_by_role("link", name="Read the record", exact=True).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Live chat of Ward 1")


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
async def test_what_became_of_a_councillors_form_is_in_sight(served: Server, chromium: Browser, language: str) -> None:
    sheet = make_evenings(served, 1, waiting=2)[0]
    councillor = await open_plain(served, chromium, f"/floor/{sheet['chat_session']}/", sheet["councillor"])
    await councillor.context.add_cookies([{"name": "language", "value": language, "url": served.base_url}])
    await councillor.reload()
    await councillor.locator("#take button").click()
    await councillor.locator("#defer > summary").click()
    await councillor.locator("#defer-form button").click()
    told = await councillor.locator("#floor .notice").bounding_box()
    bar = await councillor.locator(".statusbar").bounding_box()
    assert told is not None
    assert bar is not None
    assert max(0, bar["y"] + bar["height"]) <= told["y"] <= 640 - LINE


async def report(page: Page, why: str) -> None:
    await expect(page.locator("#question")).to_contain_text("Who repairs the lamp?")
    await page.get_by_label("Why do you report it?").select_option("personal_data")
    await page.get_by_label("What is wrong with it?").fill(why)
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("#question")).to_contain_text("Thank you. A moderator will look at it.")


async def reload_until_shown(page: Page, selector: str) -> None:
    """A decision takes effect once it can no longer be undone."""
    async with asyncio.timeout(60):
        while not await page.locator(selector).count():
            await page.reload()


async def answer_correct_and_finish(councillor: Page) -> None:
    await councillor.locator("#answer-text").fill("The crew comes on Mondy.")
    await councillor.get_by_role("button", name="Send a part").click()
    await expect(councillor.locator("#floor")).to_contain_text("Sent. Everyone can see it.")
    await assert_question_begins_in_sight(councillor)
    await councillor.locator("#given summary").click()
    await councillor.get_by_label("The corrected words").fill("The crew comes on Monday.")
    await councillor.get_by_role("button", name="Publish the correction").click()
    await councillor.get_by_text("Finish…").click()
    await councillor.get_by_role("button", name="Finish without more words").click()


async def assert_question_begins_in_sight(councillor: Page) -> None:
    """Between the bar at the top and the box at the foot, which stay where they are."""
    boxes = [councillor.locator(part) for part in (".statusbar", "#floor .stage__text", "#answering")]
    bar, words, box = [await part.bounding_box() for part in boxes]
    assert bar is not None
    assert words is not None
    assert box is not None
    assert bar["y"] + bar["height"] <= words["y"] <= box["y"] - LINE


async def open_plain(served: Server, chromium: Browser, path: str, cookie: str) -> Page:
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    await context.add_cookies([{"name": "sessionid", "value": cookie, "url": served.base_url}])
    page = await context.new_page()
    await page.goto(served.base_url + path)
    return page
