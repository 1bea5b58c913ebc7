"""The location fills in the form's place, rounded; a rough one, or none, is explained, and the form stays as it was."""

from typing import Any

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.long]

PRESS = """
  async ({ offerPlace }, answer) => {
    const geolocation = { getCurrentPosition: (found, failed) => {
      if (answer.coords) found(answer); else failed({ ...answer, PERMISSION_DENIED: 1 });
    } };
    Object.defineProperty(window, "isSecureContext", { value: true });
    Object.defineProperty(navigator, "geolocation", { value: geolocation });
    document.querySelector("main").innerHTML = `
      <form><fieldset data-part="place">
        <input type="hidden" name="place_lat"><input type="hidden" name="place_lon">
        <input type="hidden" name="place_around"><input type="hidden" name="place_zoom">
        <input type="hidden" name="place_width" value="288"><input type="hidden" name="place_height" value="288">
        <p data-part="words">At the park</p>
        <input type="image" name="pin" src="http://scripts.test/map.png?lang=bn" style="width: 144px; height: 100px">
        <div data-part="locating" hidden><button type="button">Use my location</button>
        <p role="status" data-found="Found" data-rough="Rough" data-refused="Refused" data-unknown="Unknown"></p></div>
      </fieldset></form>`;
    const form = document.querySelector("form");
    form.addEventListener("submit", (event) => event.preventDefault());
    offerPlace(form.querySelector("fieldset"));
    form.querySelector("button").click();
    form.querySelector("[name=pin]").click();
    const value = (name) => form.elements[name].value;
    return {
      place: [value("place_lat"), value("place_lon"), value("place_around"), value("place_zoom")],
      state: form.querySelector("[role=status]").textContent,
      map: form.querySelector("[name=pin]").getAttribute("src"),
      size: [value("place_width"), value("place_height")],
      words: form.querySelector("[data-part=words]") !== null,
      hidden: form.querySelector("[data-part=locating]").hidden,
    };
  }
"""


async def press(modules: Modules, answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = await modules.run("matters/place.js", PRESS, answer)
    return found


async def test_a_location_is_filled_in_with_four_decimals_and_shown_on_the_map(modules: Modules) -> None:
    found = await press(modules, {"coords": {"latitude": 22.49987654, "longitude": 88.35, "accuracy": 20}})
    assert found == {
        "place": ["22.4999", "88.3500", "22.4999,88.3500", "3"],
        "state": "Found",
        "map": "http://scripts.test/map.png?lang=bn&around=22.4999%2C88.3500&at=22.4999%2C88.3500&zoom=3",
        "size": ["144", "100"],
        "words": False,
        "hidden": False,
    }


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"coords": {"latitude": 22.5, "longitude": 88.35, "accuracy": 101}}, "Rough"),
        ({"code": 1}, "Refused"),
        ({"code": 3}, "Unknown"),
    ],
)
async def test_a_rough_location_or_none_is_explained(modules: Modules, answer: dict[str, Any], words: str) -> None:
    found = await press(modules, answer)
    assert (found["place"], found["state"], found["words"]) == (["", "", "", ""], words, True)
