"""The dialog of a second look: about one text after the other, each with its words; no stray key publishes anything."""

from typing import Any

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.row("threat", 47), pytest.mark.long]

PLAY = """
async ({ SecondLook }, { held, writes, answers }) => {
  document.querySelector("main").innerHTML = `
    <textarea></textarea>
    <dialog>
      <blockquote data-part="words"></blockquote><p data-part="message"></p>
      <form method="dialog">
        <button value="publish">Publish</button><button value="" data-part="back">Back</button>
      </form>
    </dialog>`;
  const dialog = document.querySelector("dialog");
  const sent = [];
  const look = new SecondLook(dialog, { send: (op, fields) => sent.push([op, fields]), wordsOf: ({ text }) => text });
  if (writes) document.querySelector("textarea").focus();
  for (const text of held) {
    look.hear({ op: "notice.post", fields: { text } }, { type: "nack", code: "second_look", message: `${text}?` });
  }
  const shown = [];
  for (const answer of answers) {
    const part = (name) => dialog.querySelector(`[data-part=${name}]`).textContent;
    shown.push([dialog.open, part("words"), part("message"), document.activeElement.textContent]);
    const closed = new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    if (answer === "escape") dialog.close();
    else document.activeElement.click();
    await closed;
  }
  return { shown, sent, isOpen: dialog.open };
}
"""


async def play(modules: Modules, **given: Any) -> Any:
    return await modules.run("ui/forms/second_look.js", PLAY, {"writes": False, **given})


async def test_several_texts_are_asked_about_one_after_the_other_each_in_its_words(modules: Modules) -> None:
    played = await play(modules, held=["One", "Two", "Three"], answers=["enter", "escape", "enter"])
    assert played["shown"] == [[True, text, f"{text}?", "Publish"] for text in ("One", "Two", "Three")]
    assert played["sent"] == [["notice.post", {"text": text, "confirmed": True}] for text in ("One", "Three")]
    assert played["isOpen"] is False


async def test_an_enter_that_was_meant_for_something_else_publishes_nothing(modules: Modules) -> None:
    played = await play(modules, held=["One"], writes=True, answers=["enter"])
    assert played == {"shown": [[True, "One", "One?", "Back"]], "sent": [], "isOpen": False}
