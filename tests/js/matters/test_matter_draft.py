"""The draft of a complaint on a phone that several people use: each person finds their own words."""

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.long]

OPEN = """
({ keepForm }, { person, words }) => {
  const { dataset } = document.documentElement;
  if (person) dataset.person = person;
  else delete dataset.person;
  document.body.innerHTML =
    '<form><input name="ref" value="r"><textarea name="text"></textarea><input name="category"></form>';
  const form = document.querySelector("form");
  keepForm(form);
  const { text, category } = form.elements;
  const found = [text.value, category.value];
  if (words) for (const [field, type] of [[text, "input"], [category, "change"]]) {
    field.value = words;
    field.dispatchEvent(new Event(type, { bubbles: true }));
  }
  return found;
}
"""


async def open_form(modules: Modules, person: str | None, *, words: str = "") -> list[str]:
    found: list[str] = await modules.run("matters/kept_form.js", OPEN, {"person": person, "words": words})
    return found


async def test_the_second_person_on_a_phone_does_not_find_the_first_ones_words(modules: Modules) -> None:
    await open_form(modules, "mina", words="The pump by my door")
    assert await open_form(modules, "mina") == ["The pump by my door"] * 2
    assert await open_form(modules, "rafiq") == ["", ""]
    assert await open_form(modules, "mina") == ["", ""]


async def test_who_writes_first_and_signs_in_then_finds_the_words(modules: Modules) -> None:
    await open_form(modules, None, words="The lamp is dark")
    assert await open_form(modules, "mina") == ["The lamp is dark"] * 2
    assert await open_form(modules, "rafiq") == ["", ""]
