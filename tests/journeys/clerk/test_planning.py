"""The clerk's work by keyboard alone: a rule and its preview, closed days and a public move, two clerks at once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, expect

from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

KOLKATA = ZoneInfo("Asia/Kolkata")
MAX_STEPS = 120
FOCUSED = """() => {
  const element = document.activeElement;
  const label = element.labels && element.labels.length ? element.labels[0].textContent : element.textContent;
  return label.replace(/\\s+/g, " ").trim();
}"""


class Keyboard:
    """A page that is used with the keys of every keyboard, and never with a pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def go_to(self, label: str) -> None:
        """Press Tab until the focused element has this label."""
        passed = []
        for _step in range(MAX_STEPS):
            await self.page.keyboard.press("Tab")
            passed.append(await self.page.evaluate(FOCUSED))
            if passed[-1] == label:
                return
        raise AssertionError(f"{label!r} is not reached by Tab; it passed {passed}")

    async def press(self, label: str) -> None:
        """Go to a link or a button and follow it."""
        await self.go_to(label)
        async with self.page.expect_navigation():
            await self.page.keyboard.press("Enter")

    async def fill_in(self, label: str, text: str) -> None:
        """Go to a field and replace its content."""
        await self.go_to(label)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.type(text)

    async def choose(self, label: str, beginning: str) -> None:
        """Go to a list and choose by the first letters."""
        await self.go_to(label)
        await self.page.keyboard.type(beginning)


async def sit_down(demo: Server, chromium: Browser, path: str) -> Keyboard:
    """On a phone's width, with a keyboard."""
    context = await chromium.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    await context.add_cookies([{"name": "language", "value": "en", "url": demo.base_url}])
    await context.request.get(demo.demo["clerk"]["sign_in"])
    page = await context.new_page()
    await page.goto(demo.base_url + path)
    return Keyboard(page)


def keys_of(day: date) -> str:
    """The form for a date field in a browser whose own language is American English."""
    return f"{day:%m%d%Y}"


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


async def test_a_rule_and_closed_days_by_keyboard_alone(shared_demo: Server, chromium: Browser) -> None:
    tomorrow = datetime.now(tz=KOLKATA).date() + timedelta(days=1)
    clerk = await sit_down(shared_demo, chromium, "/planning/")
    await clerk.press("Ward 95")
    await set_second_tuesdays(clerk, from_on=tomorrow)

    tuesday = second_tuesday(after=tomorrow + timedelta(days=31))
    await clerk.press("Closed days")
    await close_for_durga_puja(clerk, tuesday, tuesday + timedelta(days=3))

    reader = await chromium.new_page(locale="en", service_workers="block")
    await reader.goto(f"{shared_demo.base_url}/wards/95/calendar/")
    await expect(reader.locator("main")).to_contain_text(f"Moved from {written(tuesday)} because")
    await expect(reader.locator("main")).to_contain_text("Durga Puja")


async def set_second_tuesdays(clerk: Keyboard, *, from_on: date) -> None:
    words = "The second Tuesday of each month at 7:30\xa0pm, for 60 minutes"
    await clerk.choose("Which one of the month", "the second")
    await clerk.choose("Which day", "Tuesday")
    await clerk.fill_in("Begins at", "0730PM")
    await clerk.fill_in("First day of the rule", keys_of(from_on))
    await clerk.press("Preview")
    preview = clerk.page.locator("#preview")
    await expect(preview).to_contain_text(words)
    await expect(preview.locator("li")).to_have_count(12)
    await clerk.press("Save this rule")
    await expect(clerk.page.locator(".lead", has_text=words)).to_be_visible()


async def close_for_durga_puja(clerk: Keyboard, from_on: date, to_on: date) -> None:
    free = to_on + timedelta(days=1)
    await clerk.choose("Where", "Ward 95")
    await clerk.fill_in("First day", keys_of(from_on))
    await clerk.fill_in("Last day", keys_of(to_on))
    await clerk.fill_in("Reason in English", "Durga Puja")
    await clerk.press("Preview")
    move = f"It moves to {free:%A} {free.day} {free:%B}, 7:30\xa0pm."
    await expect(clerk.page.locator("#preview")).to_contain_text(move)
    await clerk.press("Save these days")


async def test_one_chat_is_announced_by_keyboard_and_residents_see_it(shared_demo: Server, chromium: Browser) -> None:
    day = datetime.now(tz=KOLKATA).date() + timedelta(days=5)
    clerk = await sit_down(shared_demo, chromium, "/planning/")
    await clerk.press("Announce a chat")
    await clerk.choose("Ward", "Ward 99")
    await clerk.fill_in("Day", keys_of(day))
    await clerk.fill_in("Begins at", "0815PM")
    await clerk.press("Preview")
    preview = clerk.page.locator("#preview")
    await expect(preview).to_contain_text(f"Ward 99, {day:%A} {written(day)}, 8:15\xa0pm to 9:15\xa0pm")
    await expect(preview).to_contain_text("Short notice: questions are open for 5 days before it; usual here are 7.")
    await clerk.press("Announce it now")
    await expect(clerk.page.locator("h1")).to_have_text(f"Ward 99, {written(day)}")

    reader = await chromium.new_page(locale="en", viewport={"width": 360, "height": 740}, service_workers="block")
    await reader.goto(f"{shared_demo.base_url}/wards/99/")
    await expect(reader.locator("main")).to_contain_text("8:15\xa0pm")
    await clerk.press("Changes")
    first = clerk.page.locator("main li").first
    await expect(first).to_contain_text(f"A chat was announced: Ward 99, {written(day)}")
    await expect(first).to_contain_text("Clerk of Borough X (clerk)")


async def test_the_slower_of_two_clerks_sees_what_the_faster_one_saved(shared_demo: Server, chromium: Browser) -> None:
    first, second = [await sit_down(shared_demo, chromium, "/planning/wards/96/") for _clerk in range(2)]
    for clerk, minutes in ((first, "75"), (second, "90")):
        await clerk.fill_in("Length in minutes", minutes)
        await clerk.press("Preview")
    await first.press("Save this rule")
    await expect(first.page.locator(".lead")).to_contain_text("for 75 minutes")
    await second.press("Save this rule")
    changed = second.page.locator(".differences")
    await expect(changed).to_contain_text("Now: 75")
    await expect(changed).to_contain_text("What you entered: 90")
    await second.press("Preview")
    await second.press("Save this rule")
    await expect(second.page.locator(".lead")).to_contain_text("for 90 minutes")


def second_tuesday(*, after: date) -> date:
    """The first one on that day or later."""
    day = after
    while day.weekday() != 1 or not 8 <= day.day <= 14:
        day += timedelta(days=1)
    return day
