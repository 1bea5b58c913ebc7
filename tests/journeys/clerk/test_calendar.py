"""One announced date, as a reader, a calendar program and the room see it, before and after the clerk acts."""

from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar
from playwright.async_api import Browser, Page, expect

from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]


def subscribe(demo: Server) -> dict[str, Any]:
    status, body = demo.get("/calendar/borough.ics?lang=en")
    assert status == 200
    return {str(event["uid"]): event for event in Calendar.from_ical(body).walk("VEVENT")}


def is_a_chat(event: Any) -> bool:
    """Planned work takes a whole day; a chat has its hour."""
    return isinstance(event["dtstart"].dt, datetime)


def announced(demo: Server) -> list[str]:
    """The chats that are announced and still ahead, the nearest first."""
    coming = [
        event
        for event in subscribe(demo).values()
        if event["status"] == "CONFIRMED" and is_a_chat(event) and event["dtstart"].dt > datetime.now(tz=UTC)
    ]
    return [str(event["uid"]) for event in sorted(coming, key=lambda event: event["dtstart"].dt)]


async def open_page(chromium: Browser, demo: Server, path: str, sign_in: str = "") -> Page:
    context = await chromium.new_context(viewport={"width": 1280, "height": 900})
    await context.add_cookies([{"name": "language", "value": "en", "url": demo.base_url}])
    if sign_in:
        await context.request.get(sign_in)
    page = await context.new_page()
    await page.goto(demo.base_url + path)
    return page


async def test_what_the_clerk_cancels_is_cancelled_for_readers_and_calendar_programs(
    shared_demo: Server, chromium: Browser
) -> None:
    uid = announced(shared_demo)[0]
    before = subscribe(shared_demo)[uid]
    month = f"/calendar/{before['dtstart'].dt:%Y-%m}/"

    reader = await open_page(chromium, shared_demo, month)
    await reader.locator(f'a.month__chat[href="#chat-{uid}"]').press("Enter")
    entry = reader.locator(f"#chat-{uid}")
    await expect(entry).to_be_in_viewport()
    await expect(entry.locator(".tag")).to_have_text("Announced")

    desk = await open_page(chromium, shared_demo, f"/desk/{uid}/", shared_demo.demo["clerk"]["sign_in"])
    await desk.get_by_text("Cancel it", exact=True).click()
    await desk.fill("#cancel-reason", "The hall is under water")
    await desk.get_by_role("button", name="Yes, cancel it").click()
    await expect(desk.locator("#cancelled")).to_be_visible()

    after = subscribe(shared_demo)[uid]
    assert (after["status"], after["dtstart"].dt) == ("CANCELLED", before["dtstart"].dt)
    assert after["sequence"] == before["sequence"] + 1
    await reader.reload()
    await expect(entry.locator(".occasion__note")).to_have_text("Cancelled: The hall is under water")


async def test_the_room_offers_its_date_to_a_calendar_until_it_opens(shared_demo: Server, chromium: Browser) -> None:
    uid = announced(shared_demo)[0]
    room = await open_page(chromium, shared_demo, f"/chat/{uid}/")
    await room.locator("#before summary").click()
    async with room.expect_download() as download:
        await room.get_by_role("link", name="Calendar file (.ics)").click()
    file = await download.value
    events = Calendar.from_ical((await file.path()).read_bytes()).walk("VEVENT")
    assert [str(event["uid"]) for event in events] == [uid]

    desk = await open_page(chromium, shared_demo, f"/desk/{uid}/", shared_demo.demo["clerk"]["sign_in"])
    await desk.get_by_role("button", name="Open it now").click()
    await expect(room.locator("#before")).to_be_hidden()
