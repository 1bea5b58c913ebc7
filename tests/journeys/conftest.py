"""The browser of the journeys."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.browser import open_browser


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser
