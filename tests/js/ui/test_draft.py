"""A draft for each key; an input method's composition ends before any other text is written into the field."""

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.long]

PLAY = """
({ Draft }, steps) => {
  const field = document.body.appendChild(document.createElement("textarea"));
  const draft = new Draft(field);
  const shown = [];
  for (const [act, given] of steps) {
    if (act === "open") draft.open(given);
    else if (act === "clear") draft.clear();
    else if (act === "compose") {
      field.dispatchEvent(new CompositionEvent("compositionstart"));
      write(given);
    } else if (act === "settle") {
      write(given);
      field.dispatchEvent(new CompositionEvent("compositionend"));
    } else write(given);
    shown.push(field.value);
  }
  return shown;

  function write(words) {
    field.value = words;
    field.dispatchEvent(new InputEvent("input"));
  }
}
"""


@pytest.mark.parametrize(
    "steps",
    [
        [("open", "one", ""), ("write", "Half", "Half"), ("open", "two", ""), ("open", "one", "Half")],
        [("open", "one", ""), ("write", "Sent", "Sent"), ("clear", "", ""), ("open", "two", ""), ("open", "one", "")],
        [
            ("open", "one", ""),
            ("compose", "জল", "জল"),
            ("open", "two", "জল"),
            ("settle", "জলের", ""),
            ("write", "Two", "Two"),
            ("open", "one", "জলের"),
        ],
        [("open", "one", ""), ("compose", "জল", "জল"), ("clear", "", "জল"), ("settle", "জল", ""), ("open", "one", "")],
    ],
)
async def test_each_key_has_its_words_and_a_composition_is_not_disturbed(
    shared_modules: Modules, steps: list[tuple[str, str, str]]
) -> None:
    played = await shared_modules.run("ui/forms/draft.js", PLAY, [[act, given] for act, given, _shown in steps])
    assert played == [shown for _act, _given, shown in steps]
