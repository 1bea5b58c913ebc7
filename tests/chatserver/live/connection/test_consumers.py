"""The two sockets of a real server: who is let in, and what happens to the frames that they send."""

import asyncio
import json
from contextlib import suppress
from time import monotonic
from uuid import uuid4

import pytest

from chatserver.live.wire.messages import refusal_words
from tests.chatserver.live.conftest import LiveEvening, on
from tests.clients.live_client import PATIENCE_S, LiveClient, sign_out
from tests.servers.stacks import DAPHNE, SQLITE, UVICORN

pytestmark = [pytest.mark.slow, pytest.mark.variants("stack")]

NOWHERE = "00000000-0000-4000-8000-000000000000"


def ask(**changes: object) -> str:
    frame = {"type": "cmd", "ref": str(uuid4()), "op": "question.ask", "text": "When?", "kind": "question"} | changes
    return json.dumps({key: value for key, value in frame.items() if value is not ...}, ensure_ascii=False)


@pytest.mark.costly
@pytest.mark.parametrize(
    ("person", "door", "role", "ops"),
    [
        ("visitor", "room", "visitor", set()),
        (
            "resident 0",
            "room",
            "resident",
            {"question.ask", "draft.check", "draft.answered", "question.withdraw", "question.back", "report"}
            | {"question.appeal", "correction.ask"},
        ),
        (
            "councillor",
            "desk",
            "councillor",
            {
                "question.take",
                "answer.give",
                "answer.correct",
                "answer.finish",
                "question.return",
                "question.defer",
                "owed.answer",
                "official.call",
                "official.send_back",
            },
        ),
        (
            "clerk",
            "desk",
            "clerk",
            {"session.open", "session.close", "session.extend", "session.cancel"}
            | {"resident.ban", "official.call", "official.send_back"},
        ),
    ],
)
async def test_a_person_who_may_enter_is_welcomed_and_brought_up_to_date(
    live: LiveEvening, person: str, door: str, role: str, ops: set[str]
) -> None:
    client = await live.client(person, door=door)
    streams = ["public", "desk"] if door == "desk" else ["public"]
    await client.until(lambda: len(client.frames) >= 1 + len(streams))
    welcome, *snapshots = client.frames[: 1 + len(streams)]
    assert (welcome["type"], welcome["v"], welcome["you"]["role"]) == ("welcome", 1, role)
    assert set(welcome["you"]["may"]) == ops
    assert [(frame["type"], frame["stream"]) for frame in snapshots] == [("snapshot", stream) for stream in streams]
    assert {frame["epoch"] for frame in (welcome, *snapshots)} == {client.epoch}
    assert welcome["seq"] == client.seqs["public"]
    assert client.public["session"]["id"] == live.chat_session


@pytest.mark.parametrize(
    ("person", "door", "chat_session", "code"),
    [
        ("visitor", "desk", None, 4401),
        ("resident 0", "desk", None, 4403),
        ("visitor", "room", NOWHERE, 4404),
        ("moderator 0", "desk", NOWHERE, 4404),
    ],
)
async def test_a_person_who_may_not_enter_is_told_why_before_the_close(
    live: LiveEvening, person: str, door: str, chat_session: str | None, code: int
) -> None:
    client = await live.client(person, door=door, joins=False)
    client.chat_session = chat_session or client.chat_session
    await client.join()
    assert client.close_code == code
    assert [(bye["code"], bye["after_ms"]) for bye in client.byes] == [(code, None)]
    assert client.byes[0]["why"].endswith(".")


@pytest.mark.row("threat", 39)
@on(SQLITE)
async def test_a_ninth_tab_is_one_too_many(live: LiveEvening) -> None:
    tabs = [await live.client("resident 4") for _ in range(8)]
    ninth = await live.client("resident 4")
    assert (ninth.close_code, [tab.close_code for tab in tabs]) == (4409, [None] * 8)
    await tabs[0].leave()
    async with asyncio.timeout(PATIENCE_S):  # the room may hear a little later that the first one has left
        while (await live.client("resident 4")).close_code is not None:
            pass


@pytest.mark.long
@pytest.mark.row("threat", 39)
@on(DAPHNE, UVICORN)
async def test_each_worker_has_eight_tabs_for_a_person(live: LiveEvening) -> None:
    most = 8 * len(live.server.worker_pids)
    tabs = [await live.client("resident 4") for _ in range(most + 1)]
    codes = [tab.close_code for tab in tabs]
    assert (codes[:8], set(codes[8:-1]) <= {None, 4409}, codes.count(4409) >= 1) == ([None] * 8, True, True)


BAD_INPUT = [
    (ask(text=""), "empty"),
    (ask(text=" \n\u200b "), "empty"),
    (ask(text="আ" * 1001), "too_long"),
    (ask(text="a\u0000b"), "bad_characters"),
    (ask(text="a\u0007b"), "bad_characters"),
    (ask(text="a\u202eb"), "bad_characters"),
    (ask(text="a\u2066b"), "bad_characters"),
    (ask().replace("When?", "\\ud800"), "bad_json"),
    (ask(colour="red"), "unknown_field"),
    (ask(text=...), "missing_field"),
    (ask(text=5), "bad_field"),
    (ask(kind="petition"), "bad_field"),
    (ask(op="question.eat"), "unknown_op"),
    (ask(ref="7"), "bad_ref"),
    (ask(type="sub"), "unknown_type"),
    (ask()[:-1], "bad_json"),
    (ask(text=float("nan")), "bad_json"),
    ("[" * 9 + "]" * 9, "bad_frame"),
    ("7", "bad_frame"),
    ("", "bad_json"),
    (ask().encode(), "binary"),
    (ask(text="a" * 16_384), "too_big"),
    (ask(text="a" * 200_000), "too_big"),
]


@pytest.mark.costly
@pytest.mark.row("threat", 37)
@pytest.mark.row("threat", 35)
@pytest.mark.parametrize(("frame", "code"), BAD_INPUT, ids=[f"{code} {n}" for n, (_, code) in enumerate(BAD_INPUT)])
async def test_bad_input_gets_a_code_costs_no_socket_and_saves_nothing(
    live: LiveEvening, frame: str | bytes, code: str
) -> None:
    client = await live.client("resident 1")
    before = live.count_questions()
    await client.say(frame)
    await client.until(lambda: client.replies)
    [(ref, nack)] = client.replies.items()
    assert (nack["type"], nack["code"], nack["retry"]) == ("nack", code, False)
    assert ref is None or ref in str(frame)
    assert nack["message"]
    client.replies.clear()
    await client.say("{")
    assert (await client.reply_to(None))["code"] == "bad_json"
    assert (client.close_code, live.count_questions()) == (None, before)


async def test_the_ref_of_a_bad_command_is_given_back(live: LiveEvening) -> None:
    client = await live.client("resident 1")
    ref = str(uuid4()).upper()
    assert (await client.send("question.eat", ref=ref))["ref"] == ref
    assert (await client.send("question.ask", ref=ref, text="", kind="question"))["ref"] == ref


@pytest.mark.row("threat", 38)
async def test_ten_bad_inputs_in_a_minute_end_in_a_goodbye(live: LiveEvening) -> None:
    client = await live.client("resident 1")
    for frame in ("{", b"\x00", ask(text=""), ask(text="\u202e"), ask(op="x"), ask(ref=7), "[]", ask(a=1), ask(text=1)):
        await client.say(frame)
    await client.until(lambda: len([f for f in client.frames if f["type"] == "nack"]) == 9)
    assert client.close_code is None
    await client.say("{")
    assert await client.until_closed() == 4003
    assert [frame["type"] for frame in client.frames if frame["type"] in ("nack", "bye")] == ["nack"] * 10 + ["bye"]
    assert client.byes[0]["after_ms"] >= 30_000


@pytest.mark.row("threat", 38)
async def test_twenty_commands_at_once_are_enough(live: LiveEvening) -> None:
    client = await live.client("visitor")
    began = monotonic()
    for _ in range(25):
        await client.send("question.withdraw", question=NOWHERE)
    codes = [frame["code"] for frame in client.frames if frame["type"] == "nack"]
    let_in_meanwhile = int((monotonic() - began) / 0.5)  # none, on an otherwise idle machine
    assert codes[:20] == ["sign_in"] * 20
    assert codes[20:].count("rate_limited") >= 5 - let_in_meanwhile
    limited = next(frame for frame in client.frames if frame.get("code") == "rate_limited")
    assert (limited["retry"], 0 < limited["after_ms"] <= 501, client.close_code) == (True, True, None)


@pytest.mark.row("threat", 38)
async def test_a_flood_ends_in_a_goodbye(live: LiveEvening) -> None:
    client = await live.client("visitor")
    for _ in range(31):
        await client.say(ask())
    await client.until(lambda: count_limited(client) == 11 or len(client.replies) == 31)
    while count_limited(client) < 11:  # a slow machine allowed some more meanwhile
        sent = len(client.replies)
        await client.say(ask())
        await client.until(lambda: len(client.replies) > sent)  # noqa: B023 -- it is awaited here
    assert await client.until_closed() == 4003
    assert count_limited(client) == 11
    assert client.byes[0]["after_ms"] >= 30_000


@pytest.mark.long
@pytest.mark.row("threat", 38)
async def test_a_client_that_waits_as_told_may_go_on_as_fast_as_allowed(live: LiveEvening) -> None:
    moderator = await live.client("moderator 1", door="desk")  # of whom no other test here needs a command's answer
    waits = 0
    while waits < 12:
        reply = await moderator.send("question.claim", question=NOWHERE, version=1)
        if reply["code"] == "rate_limited":
            waits += 1
            await asyncio.sleep(reply["after_ms"] / 1000)
    assert moderator.close_code is None


def count_limited(client: LiveClient) -> int:
    return sum(frame.get("code") == "rate_limited" for frame in client.frames)


async def test_a_room_has_two_thousand_sockets_but_a_socket_only_eight_commands_in_flight(live: LiveEvening) -> None:
    client = await live.client("visitor")
    for _ in range(20):
        await client.say(ask())
    await client.until(lambda: sum(frame["type"] == "nack" for frame in client.frames) == 20)
    codes = [frame["code"] for frame in client.frames if frame["type"] == "nack"]
    assert set(codes) <= {"busy", "sign_in"}
    assert codes.count("sign_in") >= 8
    assert all(frame["retry"] for frame in client.frames if frame.get("code") == "busy")


async def test_a_command_that_comes_before_the_welcome_waits_for_it(live: LiveEvening) -> None:
    client = await live.client("resident 2", joins=False)
    joining = asyncio.create_task(client.join())
    while client._socket is None:  # noqa: ASYNC110 -- as early as can be
        await asyncio.sleep(0)
    reply = await client.send("question.withdraw", question=NOWHERE)
    await joining
    assert client.frames[0]["type"] == "welcome"
    assert reply["code"] == "not_found"


@pytest.mark.row("fault", 25)
@pytest.mark.row("threat", 55)
async def test_the_same_ref_gets_the_same_answer_and_with_another_body_a_conflict(live: LiveEvening) -> None:
    client = await live.client("resident 2")
    ref = str(uuid4())
    first = await client.send("question.ask", ref=ref, text="Who sweeps the lane?", kind="question")
    again = await client.send("question.ask", ref=ref, text="Who sweeps the lane?", kind="question")
    other = await client.send("question.ask", ref=ref, text="Who sweeps the park?", kind="question")
    assert (first["type"], "duplicate" in first) == ("ack", False)
    assert again == first | {"duplicate": True}
    assert (other["type"], other["code"]) == ("nack", "conflict")


@pytest.mark.row("fault", 26)
async def test_a_stale_decision_is_told_the_current_state(live: LiveEvening) -> None:
    resident, moderator = await live.client("resident 2"), await live.client("moderator 0")
    asked = (await resident.send("question.ask", text="Where is the tap?", kind="question"))["result"]
    decide = {"question": asked["question"], "version": asked["version"]}
    done = await moderator.send("question.hold", **decide)
    assert done["result"] == {"question": asked["question"], "state": "held", "version": 2}
    stale = await moderator.send("question.approve", **decide)
    assert (stale["code"], stale["state"], stale["version"]) == ("stale", "held", 2)


@pytest.mark.long
async def test_an_author_hears_of_a_decision_in_all_their_tabs_and_nobody_else_does(live: LiveEvening) -> None:
    author, second_tab = await live.client("resident 3"), await live.client("resident 3")
    neighbour, visitor = await live.client("resident 0"), await live.client("visitor")
    moderator = await live.client("moderator 0")
    canary = f"canary{uuid4().hex}"
    asked = (await author.send("question.ask", text=f"Is the {canary} safe?", kind="question"))["result"]
    declined = await moderator.send(
        "question.decline", question=asked["question"], version=1, reason="personal_data", note="No names, please."
    )
    assert declined["type"] == "ack", declined
    notice = await moderator.send("notice.post", text="Welcome, everybody.")
    assert notice["type"] == "ack", notice
    for client in (author, second_tab):
        await until_noted(client, ["waiting", "declined"])
        told = client.notes[-1]
        assert (told["question"], told["version"]) == (asked["question"], 2)
        assert (told["reason"], told["note"]) == ("personal_data", "No names, please.")
    for client in (neighbour, visitor):
        await client.until_seq(notice["result"]["seq"])
        assert client.notes == []
        assert canary not in "".join(client.received)
        assert client.faults == []
    assert canary not in "".join(second_tab.received)


async def until_noted(client: LiveClient, states: list[str]) -> None:
    await client.until(lambda: [note["state"] for note in client.notes] == states)


@pytest.mark.row("threat", 1)
async def test_another_origin_is_refused_at_the_handshake(live: LiveEvening) -> None:
    from websockets.asyncio.client import connect
    from websockets.exceptions import InvalidStatus
    from websockets.typing import Origin

    address = live.server.base_url.replace("http", "ws")
    with pytest.raises(InvalidStatus):
        await connect(f"{address}/ws/room/{live.chat_session}/", origin=Origin("http://127.0.0.1:1"))


@pytest.mark.long
@pytest.mark.row("threat", 4)
async def test_after_signing_out_an_open_tab_asks_no_longer(live: LiveEvening) -> None:
    tabs = {door: await live.client(who) for door, who in (("room", "resident 0"), ("desk", "moderator 0"))}
    orders = {"room": {"op": "question.ask", "text": "Who am I?", "kind": "question"}}
    orders["desk"] = {"op": "notice.post", "text": "Who am I?"}
    neighbour = await live.client("resident 1")
    before = live.count_questions()
    for door, tab in tabs.items():
        await sign_out(live.server.base_url, tab.cookie)
        with suppress(ConnectionError):  # the tab closes by itself within three seconds, which may be now
            nack = await tab.send(**orders[door])
            assert (nack["type"], nack["code"], nack["retry"]) == ("nack", "sign_in", False)
            assert nack["message"] == refusal_words("sign_in", "en")
        assert await tab.until_closed() == 4401
        assert [(bye["code"], bye["why"]) for bye in tab.byes] == [(4401, refusal_words("sign_in", "en"))]
    assert live.count_questions() == before
    assert (await neighbour.send(**orders["room"]))["type"] == "ack"


async def test_messages_come_in_the_language_that_the_browser_asks_for(live: LiveEvening) -> None:
    codes = {}
    for language in ("en", "bn"):
        client = await live.client("visitor", joins=False)
        client.language = language
        await client.join()
        await client.say("{")
        codes[language] = (await client.reply_to(None))["message"]
    assert codes["en"].isascii()
    assert not codes["bn"].isascii()
