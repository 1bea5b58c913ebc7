"""An official sees that they are called: by the welcome, by a note or at the desk, until the question has left."""

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.long]

PLAY = """
async ({ Called }, steps) => {
  document.title = "Answering";
  document.querySelector("main").innerHTML = `
    <p id="called-notice" role="alert" hidden></p><p id="not-called"></p>
    <script type="application/json" id="words">{"called": "You have been called"}</script>`;
  let you = { called: [] };
  const called = new Called({ you, person: "o1" }, null);
  const shown = [];
  for (const { begin, note, desk, floor } of steps) {
    if (begin) you = begin;
    if (note) called.hear(note);
    if (desk) called.hearDesk(desk);
    const state = { floor: floor ? { id: floor } : null };
    called.render(state, you);
    const mayAnswer = called.isCalledTo(state.floor);
    const isShown = !document.getElementById("called-notice").hidden;
    shown.push([mayAnswer, isShown, document.getElementById("not-called").hidden, document.title]);
  }
  return shown;
}
"""
CALLED, NOT_CALLED = [True, True, True, "You have been called – Answering"], [False, False, False, "Answering"]


async def test_a_call_is_shown_while_its_question_is_being_answered(modules: Modules) -> None:
    steps = [
        ({"floor": "q1"}, NOT_CALLED),
        ({"floor": "q1", "note": {"question": "q1", "state": "called"}}, CALLED),
        ({"floor": "q1", "note": {"question": "q1", "state": "sent_back"}}, NOT_CALLED),
        ({"floor": "q1", "desk": {"type": "official.called", "question": "q1", "official": "o2"}}, NOT_CALLED),
        ({"floor": "q1", "desk": {"type": "official.called", "question": "q1", "official": "o1"}}, CALLED),
        ({"floor": None}, NOT_CALLED),
        ({"floor": "q1"}, NOT_CALLED),
        ({"floor": "q1", "note": {"question": "q2", "state": "called"}}, NOT_CALLED),
        ({"floor": "q2"}, CALLED),
        ({"floor": "q2", "begin": {"called": []}}, NOT_CALLED),
        ({"floor": "q2", "begin": {"called": ["q2"]}}, CALLED),
    ]
    assert await modules.run("floor/called.js", PLAY, [step for step, _shown in steps]) == [
        shown for _step, shown in steps
    ]
