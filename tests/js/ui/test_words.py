"""The plural form of a sentence: by the number itself where the page has it so, or by its category."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

SAY = """
({ say }, { forms }) => {
  const words = document.createElement("script");
  Object.assign(words, { id: "words", type: "application/json", textContent: JSON.stringify({ here: forms }) });
  document.getElementById("words")?.remove();
  document.body.append(words);
  const { PluralRules } = Intl;
  let asked = 0;
  Intl.PluralRules = class extends PluralRules {
    constructor(...given) {
      super(...given);
      asked += 1;
    }
  };
  const said = [0, 1, 2, 21].map((n) => say("here", { n }));
  Intl.PluralRules = PluralRules;
  words.remove();
  return { said, asked };
}
"""


@pytest.mark.parametrize(
    ("forms", "said", "asked"),
    [
        ({"1": "{n} is", "other": "{n} are"}, ["0 are", "1 is", "2 are", "21 are"], 0),
        ({"0": "{n} is", "1": "{n} is", "other": "{n} are"}, ["0 is", "1 is", "2 are", "21 are"], 0),
        ({"one": "{n} is", "other": "{n} are"}, ["0 are", "1 is", "2 are", "21 are"], 1),
    ],
)
async def test_a_page_asks_the_browser_only_for_categories(
    shared_modules: Modules, forms: dict[str, str], said: list[str], asked: int
) -> None:
    found = await shared_modules.run("ui/wording/words.js", SAY, {"forms": forms})
    assert found == {"said": said, "asked": asked}
