"""A button that is pressed twice on a slow network sends its form once, and works again after a return to the page."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

PRESS = """
  ({ submitOnce }) => {
    document.querySelector("main").innerHTML = "<form><button>Send</button></form>";
    const form = document.querySelector("form"), button = form.querySelector("button");
    submitOnce(form);
    let sent = 0;
    form.addEventListener("submit", (event) => { sent += event.defaultPrevented ? 0 : 1; event.preventDefault(); });
    const told = [];
    const note = () => told.push([sent, button.getAttribute("aria-disabled")]);
    button.click();
    button.click();
    note();
    dispatchEvent(new Event("pageshow"));
    note();
    button.click();
    note();
    return told;
  }
"""


@pytest.mark.costly
async def test_pressed_twice_it_is_sent_once_until_one_comes_back_to_the_page(modules: Modules) -> None:
    told = await modules.run("accounts/submit_once.js", PRESS)
    assert told == [[1, "true"], [1, None], [2, "true"]]
