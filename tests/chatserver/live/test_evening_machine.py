"""Any evening, with connections that break: after each step every client has the state of a fresh snapshot.

Hypothesis draws the steps, which go to a real server through real sockets. A model beside it knows only the table of
steps, so that a wrong ack or nack is found at once.
"""

import asyncio
import json
from collections.abc import Coroutine, Iterable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.chatserver.live.conftest import on
from tests.clients.live_client import LiveClient
from tests.servers.programs.evenings import client_of, fresh_snapshot, make_evenings
from tests.servers.server import Server
from tests.servers.stacks import SQLITE

PRIVATE = "98300{number:05d}"
"""A mobile number in some questions, which is masked until a moderator unmasks it."""

UNSCREENED, PUBLIC = {"waiting", "held"}, {"queued", "on_floor", "answered", "on_notice"}
EXAMPLES = {"sqlite": 8, "daphne": 4, "uvicorn": 4}
"""The number of evenings on each database: with PostgreSQL, half of them on either server."""
STEPS: dict[str, tuple[set[str], str]] = {
    "question.approve": (UNSCREENED, "queued"),
    "question.decline": (UNSCREENED, "declined"),
    "question.hold": ({"waiting"}, "held"),
    "question.merge": (UNSCREENED | {"queued"}, "merged"),
    "question.take_down": (PUBLIC, "removed"),
    "question.withdraw": (UNSCREENED | {"queued"}, "withdrawn"),
    "question.take": ({"queued"}, "on_floor"),
    "question.return": ({"on_floor"}, "queued"),
    "answer.give": ({"on_floor"}, "answered"),
}
SCREENING = st.sampled_from(["question.approve", "question.approve", "question.decline", "question.hold"])
PICK = st.integers(0, 30)


class AnyEvening(RuleBasedStateMachine):
    """Three residents and a visitor in the room; a moderator, the councillor and the clerk at their desks."""

    server: Server
    evenings: Iterator[dict[str, Any]]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.sheet = next(self.evenings)
        self.questions: dict[str, dict[str, Any]] = {}
        self.is_over = False
        self.residents = [self._client("room", cookie) for cookie in self.sheet["residents"]]
        self.visitor = LiveClient(self.server.base_url, self.sheet["chat_session"])
        self.moderator, self.councillor, self.clerk = (
            self._client("desk", self.sheet[who]) for who in ("moderator", "councillor", "clerk")
        )
        self.clients = [*self.residents, self.visitor, self.moderator, self.councillor, self.clerk]
        self.is_cut = dict.fromkeys(range(len(self.clients)), False)
        self._run(*(client.join() for client in self.clients))

    @rule(who=st.integers(0, 2), is_private=st.booleans())
    def ask(self, who: int, is_private: bool = False) -> None:
        number = len(self.questions)
        private = PRIVATE.format(number=number) if is_private else ""
        text = f"canary-{number}-{who}?"
        reply = self._send(self.residents[who], "question.ask", text=f"{text} {private}".strip(), kind="question")
        if self.is_over:
            assert reply["code"] == "closed"
            return
        result = reply["result"]
        assert (result["state"], result["version"], len(result["receipt"])) == ("waiting", 1, 11)
        self.questions[result["question"]] = {"state": "waiting", "version": 1, "author": who, "text": text}
        if private:
            self.questions[result["question"]]["masked"] = private

    @precondition(lambda self: self.questions)
    @rule(pick=PICK, op=SCREENING, is_stale=st.sampled_from([False, False, False, True]))
    def screen(self, pick: int, op: str, is_stale: bool) -> None:
        question = self._pick(pick)
        more = {"reason": "attack", "note": ""} if op == "question.decline" else {}
        version = self.questions[question]["version"] + is_stale
        reply = self._send(self.moderator, op, question=question, version=version, **more)
        self._check(reply, op, question, "stale" if is_stale else "")

    @precondition(lambda self: self.questions)
    @rule(pick=PICK)
    def unmask(self, pick: int) -> None:
        question = self._pick(pick)
        row = self.questions[question]
        start = len(row["text"]) + 1
        reply = self._send(self.moderator, "question.unmask", question=question, version=row["version"], start=start)
        if self.is_over or row["state"] not in UNSCREENED or "masked" not in row:
            assert reply["code"] == (
                "closed" if self.is_over else "bad_field" if row["state"] in UNSCREENED else "state"
            )
            return
        del row["masked"]
        row["version"] += 1

    @precondition(lambda self: self.questions)
    @rule(pick=PICK, other=PICK)
    def merge(self, pick: int, other: int) -> None:
        question, into = self._pick(pick), self._pick(other)
        version = self.questions[question]["version"]
        reply = self._send(self.moderator, "question.merge", question=question, into=into, version=version)
        is_target_public = into != question and self.questions[into]["state"] in PUBLIC
        was = self.questions[question]["state"]
        self._check(reply, "question.merge", question, "" if is_target_public else "bad_field")
        if reply["type"] == "ack":
            private = "masked" in self.questions[question] and not self.questions[question].get("was_public")
            self.questions[question]["merged_from"] = "held" if private and was == "waiting" else was
            self._merge_into(into, [question], [key for key, _row in self._merged_into(question)])

    @precondition(lambda self: self.questions)
    @rule(pick=PICK, is_stale=st.sampled_from([False, False, False, True]))
    def take_down(self, pick: int, is_stale: bool) -> None:
        question = self._pick(pick)
        version, was = self.questions[question]["version"] + is_stale, self.questions[question]["state"]
        reply = self._send(
            self.moderator, "question.take_down", question=question, version=version, reason="attack", note=""
        )
        self._check(reply, "question.take_down", question, "stale" if is_stale else "")
        if reply["type"] == "ack" and was in ("queued", "on_floor"):
            self._set_free(self._merged_into(question))

    @precondition(lambda self: self.questions)
    @rule(pick=PICK)
    def pause_and_release(self, pick: int) -> None:
        question = self._pick(pick)
        pause = self._send(self.moderator, "resident.mute", question=question, minutes=5)
        release = self._send(self.moderator, "resident.unmute", question=question)
        assert (pause["type"], release["type"]) == (("nack",) * 2 if self.is_over else ("ack",) * 2)

    @precondition(lambda self: self.questions)
    @rule(pick=PICK, who=st.integers(0, 2))
    def withdraw(self, pick: int, who: int) -> None:
        question = self._pick(pick)
        reply = self._send(self.residents[who], "question.withdraw", question=question)
        is_own = self.questions[question]["author"] == who
        self._check(reply, "question.withdraw", question, "" if is_own else "not_found")
        if reply["type"] == "ack":
            self._pass_on(question)

    @precondition(lambda self: self.questions)
    @rule(pick=PICK, who=st.integers(0, 2), on=st.booleans())
    def back(self, pick: int, who: int, on: bool) -> None:
        self._send(self.residents[who], "question.back", question=self._pick(pick), on=on)

    @precondition(lambda self: self.questions)
    @rule(pick=PICK)
    def take(self, pick: int) -> None:
        question = self._pick(pick)
        reply = self._send(self.councillor, "question.take", question=question)
        state = self.questions[question]["state"]
        code = "floor_taken" if self._on_floor() else "" if state in PUBLIC else "not_found"
        self._check(reply, "question.take", question, code)

    @precondition(lambda self: self.questions)
    @rule(pick=PICK, op=st.sampled_from(["answer.give", "answer.give", "question.return"]), is_on_floor=st.booleans())
    def leave_the_floor(self, pick: int, op: str, is_on_floor: bool) -> None:
        question = self._on_floor() if is_on_floor else self._pick(pick)
        if not question:
            return
        more = {"text": "An answer.", "final": True} if op == "answer.give" else {}
        reply = self._send(self.councillor, op, question=question, **more)
        state = self.questions[question]["state"]
        code = "" if state == "on_floor" else "not_on_floor" if state in PUBLIC else "not_found"
        self._check(reply, op, question, code)

    @rule(is_meant=st.sampled_from([False] * 9 + [True]))
    def close(self, is_meant: bool) -> None:
        if not is_meant:
            return
        reply = self._send(self.clerk, "session.close")
        assert reply["type"] == ("nack" if self.is_over else "ack")
        for question in self.questions.values():
            if question["state"] == "on_floor":
                question["state"], question["version"] = "queued", question["version"] + 1
        self.is_over = True

    @rule(index=st.integers(0, 6))
    def cut(self, index: int) -> None:
        if not self.is_cut[index]:
            self.is_cut[index] = True
            self.clients[index].cut()
            self._run(self.clients[index].until_closed())

    @rule(index=st.integers(0, 6))
    def come_back(self, index: int) -> None:
        self._come_back(index)

    @invariant()
    def everybody_agrees_and_nobody_gets_words_that_are_withheld(self) -> None:
        for stream in ("public", "desk"):
            fresh = self._fresh(stream)
            for index, client in enumerate(self.clients):
                if not self.is_cut[index] and (stream == "public" or client.door == "desk"):
                    self._run(client.until_seq(fresh["seq"], stream=stream))
                    state = {**client.states[stream], "counts": None}
                    assert state == {**fresh["state"], "counts": None}
                    assert client.faults == []
            if stream == "public":
                assert leaks(self.questions.values(), fresh, self._received()) == []

    @invariant()
    def authors_know_how_their_questions_stand(self) -> None:
        for who, client in enumerate(self.residents):
            if not self.is_cut[who]:
                own = {key: row["state"] for key, row in self.questions.items() if row["author"] == who}
                self._run(client.until(partial(knows_own, client, own)))

    def teardown(self) -> None:
        try:
            self._agree_at_last()
        finally:
            self._run(*(client.leave() for client in self.clients))
            self.loop.close()

    def _agree_at_last(self) -> None:
        for index in range(len(self.clients)):
            self._come_back(index)
        self.everybody_agrees_and_nobody_gets_words_that_are_withheld()
        backing = self._fresh("public")["state"]["counts"]["backing"]
        counts = {"present": len(self.clients) - 1, "visitors": 1, "backing": backing}
        for client in self.clients:
            self._run(client.until(partial(has_counts, client, counts)))
        assert leaks(self.questions.values(), self._fresh("public"), self._received()) == []

    def _received(self) -> list[list[str]]:
        """The frames of each resident, and last of the visitor."""
        return [client.received for client in (*self.residents, self.visitor)]

    def _check(self, reply: dict[str, Any], op: str, question: str, refusal: str) -> None:
        """The reply fits the table; an expected refusal comes before the table's own."""
        row, (sources, target) = self.questions[question], STEPS[op]
        if self.is_over:
            assert reply["code"] == "closed"
        elif refusal:
            assert reply["code"] == refusal
        elif row["state"] not in sources:
            assert (reply["code"], reply["state"], reply["version"]) == ("state", row["state"], row["version"])
        else:
            row["was_public"] = row.get("was_public", False) or target == "queued"
            row["state"], row["version"] = target, row["version"] + 1
            assert reply["result"]["state"] == target
            assert reply["result"]["version"] == row["version"]

    def _pass_on(self, gone: str) -> None:
        """What was merged into a withdrawn question: the oldest eligible one takes its place."""
        merged = self._merged_into(gone)
        fit = [key for key, row in merged if row.get("was_public") or row["merged_from"] == "waiting"]
        if fit:
            self.questions[fit[0]] |= {"state": "queued", "into": None, "was_public": True}
            self.questions[fit[0]]["version"] += 1
            self._merge_into(fit[0], [], [key for key, _row in merged if key != fit[0]])
            return
        self._set_free(merged)

    def _set_free(self, merged: list[tuple[str, dict[str, Any]]]) -> None:
        for _key, row in merged:
            state = "held" if row["merged_from"] == "held" else "waiting"
            row |= {"state": state, "into": None, "version": row["version"] + 1}

    def _merge_into(self, into: str, new: list[str], already: list[str]) -> None:
        for key in new + already:
            self.questions[key]["into"] = into
        for key in already:
            self.questions[key]["version"] += 1

    def _merged_into(self, question: str) -> list[tuple[str, dict[str, Any]]]:
        """In the order in which they were asked."""
        return [(key, row) for key, row in self.questions.items() if row.get("into") == question]

    def _pick(self, pick: int) -> str:
        return list(self.questions)[pick % len(self.questions)]

    def _on_floor(self) -> str:
        return next((key for key, row in self.questions.items() if row["state"] == "on_floor"), "")

    def _client(self, door: str, cookie: str) -> LiveClient:
        return client_of(self.server, self.sheet, cookie, door=door)

    def _send(self, client: LiveClient, op: str, **fields: Any) -> dict[str, Any]:
        """Send a command, on an open connection, and again for as long as the server asks for patience."""
        self._come_back(self.clients.index(client))
        reply: dict[str, Any] = self._run(client.send(op, **fields))[0]
        while reply.get("retry"):
            self._run(asyncio.sleep(reply["after_ms"] / 1000))
            reply = self._run(client.send(op, **fields))[0]
        return reply

    def _come_back(self, index: int) -> None:
        if self.is_cut[index]:
            self._run(self.clients[index].resume())
            self.is_cut[index] = False

    def _fresh(self, stream: str) -> dict[str, Any]:
        return fresh_snapshot(self.server, self.sheet, stream)

    def _run(self, *work: Coroutine[Any, Any, Any]) -> list[Any]:
        async def together() -> list[Any]:
            return await asyncio.gather(*work)

        return self.loop.run_until_complete(together())


def leaks(questions: Iterable[dict[str, Any]], snapshot: dict[str, Any], received: list[list[str]]) -> list[str]:
    """Where withheld words appear: "TEXT in the snapshot", "TEXT in a frame to NUMBER".

    snapshot: of the public stream. received: the frames of each resident, in the order of their numbers, and of the
    clients that asked nothing. Words that have never been public are withheld from all but their author and the desk;
    removed words are in no new snapshot, and stay with clients that have seen them. Masked words are withheld like
    those that have never been public, also once the rest is.
    """
    said, found = json.dumps(snapshot, ensure_ascii=False), []
    for row in questions:
        never_public = row["state"] not in PUBLIC and not row.get("was_public")
        if (never_public or row["state"] == "removed") and row["text"] in said:
            found.append(f"{row['text']} in the snapshot")
        for who, frames in enumerate(received if never_public else []):
            if who != row["author"] and any(row["text"] in frame for frame in frames):
                found.append(f"{row['text']} in a frame to {who}")
        masked: str = row.get("masked", "")
        if masked and masked in said:
            found.append(f"{masked} in the snapshot")
        for who, frames in enumerate(received if masked else []):
            if who != row["author"] and any(masked in frame for frame in frames):
                found.append(f"{masked} in a frame to {who}")
    return found


def knows_own(client: LiveClient, own: dict[str, str]) -> bool:
    return own_states(client) == own


def has_counts(client: LiveClient, counts: dict[str, Any]) -> bool:
    """The newest checkpoint of this chat, once there is one, comes with the first of them after it was made."""
    told = dict(client.public["counts"])
    checkpoint = told.pop("checkpoint", None)
    assert checkpoint is None or checkpoint.partition("\n")[0].endswith(f"/log/chat/{client.chat_session}")
    return bool(told == counts)


def own_states(client: LiveClient) -> dict[str, str]:
    """The state of a resident's own questions, from the last welcome and the notes since."""
    own: dict[str, str] = {}
    for frame in client.frames:
        if frame["type"] == "welcome":
            own = {question["id"]: question["state"] for question in frame["you"]["questions"]}
        elif frame["type"] == "note":
            own[frame["question"]] = frame["state"]
    return own


@pytest.mark.row("threat", 15)
@pytest.mark.parametrize("state", ["waiting", "held", "declined", "merged", "withdrawn"])
def test_words_that_never_were_public_are_found_in_a_snapshot_and_in_frames_to_others(state: str) -> None:
    row = {"state": state, "text": "canary-0", "author": 0}
    snapshot, frame = {"state": {"queue": [{"text": "canary-0"}]}}, '{"text": "canary-0"}'
    assert leaks([row], snapshot, [[], []]) == ["canary-0 in the snapshot"]
    assert leaks([row], {}, [[frame], ["{}", frame], []]) == ["canary-0 in a frame to 1"]
    assert leaks([row], {}, [[frame], ["{}"]]) == []
    assert leaks([{**row, "was_public": True}], snapshot, [[frame], [frame]]) == []


@pytest.mark.row("threat", 15)
def test_what_is_public_leaks_nowhere_and_what_was_taken_down_in_a_snapshot_alone() -> None:
    snapshot, frames = {"queue": ["canary-0"]}, [['{"text": "canary-0"}']]
    rows = [{"state": state, "text": "canary-0", "author": 1} for state in sorted(PUBLIC)]
    assert leaks(rows, snapshot, frames) == []
    removed = {"state": "removed", "text": "canary-0", "author": 1, "was_public": True}
    assert leaks([removed], snapshot, frames) == ["canary-0 in the snapshot"]


@pytest.mark.row("threat", 15)
def test_masked_words_leak_wherever_others_than_their_author_get_them() -> None:
    row = {"state": "queued", "text": "canary-0", "author": 0, "was_public": True, "masked": "9830000000"}
    frame = '{"text": "canary-0 9830000000"}'
    assert leaks([row], {"queue": [frame]}, [[frame], []]) == ["9830000000 in the snapshot"]
    assert leaks([row], {}, [[frame], [frame]]) == ["9830000000 in a frame to 1"]
    assert leaks([row], {"queue": ["canary-0 […]"]}, [[frame], ["canary-0 […]"]]) == []


@pytest.mark.long
@pytest.mark.row("threat", 15)
@on(SQLITE)
def test_a_masked_number_reaches_nobody_until_a_moderator_unmasks_it(served: Server) -> None:
    class MaskedEvening(AnyEvening):
        server = served
        evenings = iter(make_evenings(served, 1))

    machine = MaskedEvening()
    try:
        for is_unmasked in (False, True):
            machine.ask(who=0, is_private=True)
            question = list(machine.questions)[-1]
            if is_unmasked:
                machine.unmask(pick=1)
            machine._send(
                machine.moderator, "question.approve", question=question, version=machine.questions[question]["version"]
            )
            machine.questions[question] |= {"state": "queued", "was_public": True}
            machine.questions[question]["version"] += 1
            machine.everybody_agrees_and_nobody_gets_words_that_are_withheld()
        shown = [card["text"] for card in machine.visitor.public["queue"]]
        assert shown == ["canary-0-0? […]", "canary-1-0? 9830000001"]
    finally:
        machine.teardown()


@pytest.mark.long
@pytest.mark.row("threat", 15)
@on(SQLITE)
def test_the_machine_stops_at_a_snapshot_and_at_a_frame_that_leak(served: Server) -> None:
    class LeakyEvening(AnyEvening):
        server = served
        evenings = iter(make_evenings(served, 1))
        words = ""

        def _fresh(self, stream: str) -> dict[str, Any]:
            return {**super()._fresh(stream), "besides": self.words}

    machine = LeakyEvening()
    machine.ask(who=0)
    machine.everybody_agrees_and_nobody_gets_words_that_are_withheld()
    machine.words = "canary-0-0?"
    with pytest.raises(AssertionError, match=r"canary-0-0\? in the snapshot"):
        machine.everybody_agrees_and_nobody_gets_words_that_are_withheld()
    machine.words = ""
    machine.visitor.received.append('{"text": "canary-0-0?"}')
    with pytest.raises(AssertionError, match=r"canary-0-0\? in a frame to 3"):
        machine.teardown()


@pytest.mark.costly
@pytest.mark.row("threat", 15)
@pytest.mark.slow
@pytest.mark.takes(40)
@pytest.mark.variants("stack")
def test_after_each_step_every_client_is_where_a_fresh_snapshot_is(served: Server) -> None:
    def endless() -> Iterator[dict[str, Any]]:
        yield from make_evenings(served, 20)

    machine = type("AnyEveningHere", (AnyEvening,), {"server": served, "evenings": endless()})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES[served.stack.name],
            stateful_step_count=30,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),  # shrinking would replay whole evenings for minutes
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
