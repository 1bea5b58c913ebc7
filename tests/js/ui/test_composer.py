"""A form for a text: sent once, and never two results beside each other."""

from typing import Any

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

SET_UP = """
  document.body.insertAdjacentHTML("beforeend", `
    <form data-op="question.ask" data-most="10">
      <div data-part="field"><p data-part="error" hidden></p><textarea name="text"></textarea></div>
      <button>Send</button><p data-part="feedback"></p></form>
    <script type="application/json" id="words">{"empty": "Empty.", "too_long": "Too long.",
      "sending": {"sending": "Sending", "not_sent": "Not sent."}}</script>`);
  const form = document.querySelector("form");
  const told = (name) => form.querySelector(`[data-part=${name}]`).textContent;
  const composer = new Composer(form, { received: () => "Received." });
  composer.open("test");
  const take = (text) => { form.elements.text.value = text; return composer.take({ text }); };
  const entry = { op: "question.ask", fields: { text: "Drains?" } };
"""


async def run(modules: Modules, body: str) -> Any:
    return await modules.run("ui/forms/composer.js", f"({{ Composer }}) => {{ {SET_UP} {body} }}")


@pytest.mark.long
async def test_two_taps_within_one_frame_send_once(shared_modules: Modules) -> None:
    body = """return [take("Drains?"), take("Drains?"), composer.take({ text: "Drains?" })];"""
    assert await run(shared_modules, body) == [{"text": "Drains?"}, None, None]


@pytest.mark.long
async def test_once_it_is_answered_the_next_may_be_sent(shared_modules: Modules) -> None:
    body = """
      take("Drains?");
      composer.render({ entries: [entry], isUp: true });
      composer.settle(entry, { type: "ack", result: {} });
      composer.render({ entries: [], isUp: true });
      const first = told("feedback");
      const next = take("Lamps?");
      composer.settle(entry, { type: "nack", message: "No." });
      return [first, next, take("Lamps!")];
    """
    assert await run(shared_modules, body) == ["Received.", {"text": "Lamps?"}, {"text": "Lamps!"}]


async def test_an_error_never_stands_beside_what_was_said_of_the_question_before(shared_modules: Modules) -> None:
    body = """
      take("Drains?");
      composer.settle(entry, { type: "ack", result: {} });
      const before = [told("error"), told("feedback")];
      take("Far too long for this field");
      return [before, [told("error"), told("feedback")]];
    """
    assert await run(shared_modules, body) == [["", "Received."], ["Too long.", ""]]
