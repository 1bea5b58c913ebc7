"""A sent command takes effect once: kept through reloads and bad connections until the server's answer."""

from typing import Any

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

SET_UP = """
  const { StoredValue } = await import("/live/own/stored_value.js");
  const { withNewVersion: renew } = await import("/live/own/own_version.js");
  const sent = [];
  const settled = [];
  const line = { up: given?.up ?? true, isUp() { return this.up; }, send(frame) { sent.push(frame); } };
  const hear = { renew, onChange() {}, onSettled(entry, frame) { settled.push([entry.op, frame.type]); } };
  const outbox = new Outbox(new StoredValue("outbox:test"), line, hear);
"""


async def stop_the_clock(modules: Modules) -> None:
    """From here on the page's time passes in run_for() alone, however slow the machine is."""
    await modules.page.clock.install(time=0)
    await modules.page.clock.pause_at(1000)


async def run(modules: Modules, body: str, given: dict[str, Any] | None = None) -> Any:
    return await modules.run("live/own/outbox.js", f"async ({{ Outbox }}, given) => {{ {SET_UP} {body} }}", given)


@pytest.mark.long
async def test_one_command_is_under_way_and_the_others_wait_in_order(modules: Modules) -> None:
    body = """
      outbox.add("question.ask", { text: "one" });
      outbox.add("question.ask", { text: "two" });
      const first = sent.map(({ text }) => text);
      outbox.settle({ type: "ack", ref: sent[0].ref, result: {} });
      return [first, sent.map(({ text }) => text), settled, outbox.entries().length];
    """
    assert await run(modules, body) == [["one"], ["one", "two"], [["question.ask", "ack"]], 1]


@pytest.mark.long
async def test_what_was_written_offline_survives_a_reload_and_goes_out_once(modules: Modules) -> None:
    ref = await run(modules, """return outbox.add("question.ask", { text: "offline" }).ref;""", {"up": False})
    await modules.page.reload()
    body = """
      outbox.resume();
      outbox.settle({ type: "ack", ref: sent[0].ref, result: {} });
      outbox.settle({ type: "ack", ref: sent[0].ref, result: {}, duplicate: true });
      outbox.resume();
      return [sent, settled.length, outbox.entries().length];
    """
    sent, settled, left = await run(modules, body)
    assert sent == [{"type": "cmd", "ref": ref, "op": "question.ask", "text": "offline"}]
    assert (settled, left) == (1, 0)


@pytest.mark.long
async def test_after_a_break_the_same_ref_goes_out_again(modules: Modules) -> None:
    body = """
      outbox.add("question.back", { question: "q", on: true });
      outbox.pause();
      outbox.resume();
      return sent.map(({ ref }) => ref);
    """
    first, again = await run(modules, body)
    assert first == again


@pytest.mark.long
async def test_a_silent_server_is_asked_again_after_five_seconds(modules: Modules) -> None:
    await stop_the_clock(modules)
    body = """
      outbox.add("question.back", { question: "q", on: true });
      globalThis.sent = sent;
    """
    await run(modules, body)
    await modules.page.clock.run_for(4_900)
    assert await modules.page.evaluate("sent.length") == 1
    await modules.page.clock.run_for(200)
    refs = await modules.page.evaluate("sent.map(({ ref }) => ref)")
    assert len(refs) == 2
    assert len(set(refs)) == 1


@pytest.mark.long
async def test_a_refusal_for_now_is_retried_after_the_time_it_names(modules: Modules) -> None:
    await stop_the_clock(modules)
    body = """
      outbox.add("question.back", { question: "q", on: true });
      outbox.settle({ type: "nack", ref: sent[0].ref, code: "busy", message: "Busy.", retry: true, after_ms: 700 });
      Object.assign(globalThis, { sent, settled, outbox });
    """
    await run(modules, body)
    await modules.page.clock.run_for(600)
    assert await modules.page.evaluate("[sent.length, outbox.entries()[0].message]") == [1, "Busy."]
    await modules.page.clock.run_for(200)
    assert await modules.page.evaluate("[sent.length, settled.length]") == [2, 0]


@pytest.mark.long
async def test_a_final_refusal_is_told_and_the_next_goes_out(modules: Modules) -> None:
    body = """
      outbox.add("question.ask", { text: "" });
      outbox.add("question.ask", { text: "two" });
      outbox.settle({ type: "nack", ref: null, code: "bad_field", message: "No.", retry: false });
      return [settled, sent.map(({ text }) => text)];
    """
    assert await run(modules, body) == [[["question.ask", "nack"]], ["", "two"]]


@pytest.mark.long
async def test_endless_refusals_for_now_end_as_not_sent(modules: Modules) -> None:
    body = """
      outbox.add("question.ask", { text: "one" });
      const nack = { type: "nack", ref: sent[0].ref, code: "internal", message: "Later.", retry: true, after_ms: 1 };
      for (let times = 0; times < 9; times += 1) outbox.settle(nack);
      return [settled, outbox.entries().length];
    """
    assert await run(modules, body) == [[["question.ask", "nack"]], 0]


@pytest.mark.long
async def test_an_approval_right_after_the_own_claim_names_the_version_that_the_claim_made(modules: Modules) -> None:
    body = """
      outbox.add("question.claim", { question: "q", version: 1 });
      outbox.add("question.approve", { question: "q", version: 1 });
      outbox.add("question.approve", { question: "other", version: 1 });
      outbox.settle({ type: "ack", ref: sent[0].ref, result: { question: "q", state: "waiting", version: 2 } });
      return outbox.entries().map(({ fields }) => [fields.question, fields.version]);
    """
    assert await run(modules, body) == [["q", 2], ["other", 1]]


async def test_copies_that_are_declined_right_after_a_claim_name_the_version_that_it_made(modules: Modules) -> None:
    body = """
      outbox.add("question.claim", { question: "q", version: 1 });
      outbox.add("questions.decline", { questions: [{ question: "p", version: 1 }, { question: "q", version: 1 }] });
      outbox.settle({ type: "ack", ref: sent[0].ref, result: { question: "q", state: "waiting", version: 2 } });
      return outbox.entries().map(({ fields }) => fields.questions.map(({ version }) => version));
    """
    assert await run(modules, body) == [[1, 2]]


@pytest.mark.long
async def test_what_is_never_answered_ends_as_not_sent_and_the_next_goes_out(modules: Modules) -> None:
    await stop_the_clock(modules)
    body = """
      outbox.add("question.ask", { text: "one" });
      outbox.add("question.ask", { text: "two" });
      Object.assign(globalThis, { sent, settled });
    """
    await run(modules, body)
    await modules.page.clock.run_for(44_000)
    assert await modules.page.evaluate("[sent.length, settled.length]") == [9, 0]
    await modules.page.clock.run_for(1_100)
    assert await modules.page.evaluate("settled") == [["question.ask", "nack"]]
    assert await modules.page.evaluate("sent.map(({ text }) => text)") == ["one"] * 9 + ["two"]


@pytest.mark.long
async def test_a_connection_that_came_back_begins_a_new_count(modules: Modules) -> None:
    await stop_the_clock(modules)
    body = """
      outbox.add("question.ask", { text: "one" });
      Object.assign(globalThis, { outbox, settled });
    """
    await run(modules, body)
    await modules.page.clock.run_for(40_100)
    await modules.page.evaluate("outbox.pause(); outbox.resume()")
    await modules.page.clock.run_for(40_100)
    assert await modules.page.evaluate("settled") == []


@pytest.mark.long
async def test_what_another_tab_settled_is_not_waited_for(modules: Modules) -> None:
    await stop_the_clock(modules)
    body = """
      outbox.add("question.ask", { text: "one" });
      outbox.add("question.ask", { text: "two" });
      outbox.stored.write(outbox.entries().slice(1));
      Object.assign(globalThis, { sent, settled });
    """
    await run(modules, body)
    await modules.page.clock.run_for(5_100)
    assert await modules.page.evaluate("[sent.map(({ text }) => text), settled]") == [["one", "two"], []]


@pytest.mark.long
async def test_a_refusal_without_a_ref_that_nothing_waits_for_is_passed_over(modules: Modules) -> None:
    body = """
      outbox.settle({ type: "nack", ref: null, code: "rate_limited", message: "Slower.", retry: true });
      return settled;
    """
    assert await run(modules, body) == []
