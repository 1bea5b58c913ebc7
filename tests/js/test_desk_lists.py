"""The desk's lists with thousands of questions: the page holds few nodes, and draws again fast enough for each key."""

from typing import Any

import pytest

from tests.js.modules import Modules
from tests.timing import best_measured

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.browser]

MANY = 3000
SHOWN = 100
MOST_MS = 100
"""A reader feels a key press that takes longer than that; on an idle machine it is about a tenth of it."""

DRAW = """
async ({ ListsView }, { many, words }) => {
  const item = '<div class="desk__row"><a class="desk__item" data-part="link"><span data-part="state"></span>'
    + '<span data-part="kind"></span><time></time><span data-part="apart"></span><span data-part="paused"></span>'
    + '<strong data-part="flag"></strong><span data-part="text"></span></a></div>';
  const names = ["reported", "to_read", "queue", "passed_on", "done"];
  const group = (name) => `<section id="group-${name}"><p data-part="empty"></p><div data-part="list"></div>`
    + `<p data-part="more"><a href="?" data-more="${name}"></a></p></section>`;
  document.querySelector("main").innerHTML = names.map(group).join("") + `<template id="desk-item">${item}</template>`;
  const json = Object.assign(document.createElement("script"), { type: "application/json", id: "words" });
  json.textContent = JSON.stringify(words);
  document.body.append(json);
  const { groupQuestions } = await import("http://scripts.test/desk/groups.js");
  const questions = Array.from({ length: many }, (_, place) => ({
    id: `q${place}`, version: 1, state: "waiting", kind: "question", text: `When is lane ${place} repaired?`,
    label: "Resident, ward 95", asked_at: "2027-01-02T13:00:00.000Z", claimed_by: null, reports: 0,
  }));
  const lists = new ListsView();
  const show = { me: "Mod", isSending: () => false, told: () => null, isUp: true, counts: { backing: {} }, now: 0 };
  const draw = (inHand) => lists.render(groupQuestions(questions, [], "Mod"), {}, { ...show, inHand });
  draw("q0");
  const nodes = () => document.querySelectorAll("#group-to_read .desk__row").length;
  const began = performance.now();
  for (let place = 0; place < 20; place += 1) draw(`q${place}`);
  const ms = (performance.now() - began) / 20;
  const before = { nodes: nodes(), left: document.querySelector("#group-to_read [data-part=more] a").textContent };
  const grew = lists.showMore("to_read");
  draw("q0");
  const after = nodes();
  return { ...before, grew, after, ms, others: lists.showMore("queue") };
}
"""


def words() -> dict[str, Any]:
    return {
        "state": {"waiting": "Waiting"},
        "kind": {"question": "Question"},
        "more": {"one": "{n} left", "other": "{n} left"},
        "data": {},
    }


async def test_of_three_thousand_waiting_questions_few_are_in_the_page(modules: Modules) -> None:
    drawn: dict[str, Any] = {}

    async def draw() -> float:
        drawn.update(await modules.run("desk/lists_view.js", DRAW, {"many": MANY, "words": words()}))
        return float(drawn["ms"])

    took_ms = await best_measured(draw, wanted=MOST_MS)
    assert (drawn["nodes"], drawn["left"]) == (SHOWN, "2,900 left")
    assert (drawn["grew"], drawn["after"], drawn["others"]) == (True, 2 * SHOWN, False)
    assert took_ms < MOST_MS
