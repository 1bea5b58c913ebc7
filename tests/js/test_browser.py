"""How the browser of the tests is started: with all that Playwright switches off, and without pages of its own."""

from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest
from playwright.async_api import Browser

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

OFF = "--disable-features="


async def test_what_playwright_switches_off_is_switched_off_by_us_too(chromium: Browser) -> None:
    """If a command line has two such lists, Chromium reads only the last."""
    assert chromium.is_connected()
    lines = list(_command_lines())
    lists = [[argument for argument in line if argument.startswith(OFF)] for line in lines if OFF in " ".join(line)]
    playwrights, ours = (set(each.removeprefix(OFF).split(",")) for each in next(two for two in lists if len(two) == 2))
    assert playwrights - ours == set()


async def test_no_page_is_there_but_the_tests_own(chromium: Browser, modules: Modules) -> None:
    session = await chromium.new_browser_cdp_session()
    targets = (await session.send("Target.getTargets", {"filter": [{}]}))["targetInfos"]
    assert {each["url"] for each in targets} == {modules.page.url}
    await session.detach()


def _command_lines() -> Iterator[list[str]]:
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile, whether or not anybody has reaped it
            yield process.cmdline()
