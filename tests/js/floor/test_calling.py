"""The officials called to the question on the floor: each has a button that ends the call, until the question goes."""

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.long]

PLAY = """
async ({ Calling }, steps) => {
  document.querySelector("main").innerHTML = `
    <div id="calling" hidden>
      <ul data-part="called" hidden></ul>
      <form><input name="question"></form>
      <template id="called-item"><li>
        <bdi data-part="name"></bdi><input name="question"><input name="official">
        <button><span data-part="whom"></span></button>
      </li></template>
    </div>`;
  const section = document.getElementById("calling");
  const calling = new Calling(section, null);
  const shown = [];
  for (const { heard, floor } of steps) {
    if (heard) calling.hear(heard);
    calling.render({ session: { state: "live" }, floor: floor ? { id: floor } : null });
    shown.push([section.hidden, Array.from(section.querySelectorAll("li"), tell)]);
  }
  return shown;

  function tell(node) {
    const fields = Array.from(node.querySelectorAll("input"), ({ value }) => value);
    return [node.querySelector("bdi").textContent, ...fields, node.querySelector("button").textContent.trim()];
  }
}
"""


def told(event: str, question: str = "q1", official: str = "o1", label: str = "Engineer") -> dict[str, str]:
    return {"type": f"official.{event}", "question": question, "official": official, "label": label}


async def test_the_called_stand_on_the_floor_until_they_or_the_question_go(modules: Modules) -> None:
    engineer, doctor = ["Engineer", "q1", "o1", ": Engineer"], ["Doctor", "q1", "o2", ": Doctor"]
    steps = [
        ({"floor": None}, [True, []]),
        ({"floor": None, "heard": told("called")}, [True, []]),
        ({"floor": "q1"}, [False, [engineer]]),
        ({"floor": "q1", "heard": told("called")}, [False, [engineer]]),
        ({"floor": "q1", "heard": told("called", official="o2", label="Doctor")}, [False, [engineer, doctor]]),
        ({"floor": "q1", "heard": told("sent_back")}, [False, [doctor]]),
        ({"floor": None}, [True, []]),
        ({"floor": "q1"}, [False, []]),
    ]
    assert await modules.run("floor/calling.js", PLAY, [step for step, _shown in steps]) == [
        shown for _step, shown in steps
    ]
