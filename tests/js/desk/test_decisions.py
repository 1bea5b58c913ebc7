"""What a moderator is told of a decision that was refused."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

SETTLE = """
({ Decisions }, frame) => {
  const words = { now: "Now: {state}.", state: { queued: "in the queue" } };
  const brought = JSON.stringify(words);
  document.querySelector("main").innerHTML = `<script type="application/json" id="words">${brought}</script>`;
  return new Decisions().settle({ op: "question.approve", fields: { question: "a" } }, frame);
}
"""
REFUSED = {"type": "nack", "message": "No."}


@pytest.mark.parametrize("chat", ["closed", "cancelled", "scheduled"])
async def test_one_that_comes_after_the_end_is_refused_in_the_servers_words(shared_modules: Modules, chat: str) -> None:
    """The decision was on its way while the chat ended: the state is the chat's, and none of a question."""
    assert await shared_modules.run("desk/decisions.js", SETTLE, REFUSED | {"code": "closed", "state": chat}) == "No."


async def test_a_stale_one_says_how_the_question_stands_by_now(shared_modules: Modules) -> None:
    stale = REFUSED | {"code": "stale", "question": "a", "state": "queued", "version": 2}
    assert await shared_modules.run("desk/decisions.js", SETTLE, stale) == "No. Now: in the queue."
