"""The button asks for the phone's location only once it is pressed, and sends it by POST and in no other way."""

from typing import Any

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.long]

PRESS = """
  async ({ offerLocation }, { isSecure, answer }) => {
    let asked = 0;
    const geolocation = { getCurrentPosition: (found, failed) => {
      asked += 1;
      if (answer.coords) found(answer); else failed({ ...answer, PERMISSION_DENIED: 1 });
    } };
    Object.defineProperty(window, "isSecureContext", { value: isSecure });
    Object.defineProperty(navigator, "geolocation", { value: geolocation });
    document.querySelector("main").innerHTML = `
      <form method="post" action="/wards/" hidden>
        <input type="hidden" name="lat"><input type="hidden" name="lon"><button type="button">Use my location</button>
        <p data-part="state" data-searching="Looking" data-refused="Refused" data-unknown="Unknown"></p>
      </form>`;
    const form = document.querySelector("form");
    let sent = null;
    form.submit = () => { sent = [form.method, ...new FormData(form).values()]; };
    offerLocation(form);
    const before = asked;
    if (!form.hidden) form.querySelector("button").click();
    const look = () => [form.querySelector("button").disabled, form.querySelector("[data-part=state]").textContent];
    const [disabled, state] = look();
    window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    return { hidden: form.hidden, before, asked, sent, state, disabled, back: look() };
  }
"""


async def press(modules: Modules, answer: dict[str, Any], *, is_secure: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = await modules.run("city/location.js", PRESS, {"isSecure": is_secure, "answer": answer})
    return found


async def test_a_press_sends_the_place_by_post_and_nothing_is_asked_before(modules: Modules) -> None:
    found = await press(modules, {"coords": {"latitude": 22.49987654321, "longitude": 88.35}})
    assert (found["before"], found["asked"], found["sent"]) == (0, 1, ["post", "22.499877", "88.350000"])


async def test_a_user_who_comes_back_to_the_page_as_it_was_left_can_press_again(modules: Modules) -> None:
    found = await press(modules, {"coords": {"latitude": 22.5, "longitude": 88.35}})
    assert (found["disabled"], found["state"]) == (True, "Looking")
    assert found["back"] == [False, ""]


@pytest.mark.parametrize(("code", "words"), [(1, "Refused"), (2, "Unknown"), (3, "Unknown")])
async def test_what_a_phone_does_not_say_is_explained_and_can_be_tried_again(
    modules: Modules, code: int, words: str
) -> None:
    found = await press(modules, {"code": code})
    assert (found["sent"], found["state"], found["disabled"]) == (None, words, False)


async def test_where_no_browser_would_say_it_the_button_is_not_there(modules: Modules) -> None:
    found = await press(modules, {"code": 1}, is_secure=False)
    assert (found["hidden"], found["asked"]) == (True, 0)
