"""The streams on a real server: joining, disconnecting and coming back, a busy database, goodbyes."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import pytest

from chatserver.live.timing.pace import TICK_S
from tests.chatserver.live.conftest import LiveEvening, frames_of, on, post_notices
from tests.clients.live_client import LiveClient
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, SQLITE, UVICORN, Engine

pytestmark = pytest.mark.slow


@pytest.mark.long
async def test_everybody_sees_every_event_once_and_in_one_order(live: LiveEvening) -> None:
    desk = await live.client("moderator 0")
    clients = [desk, await live.client("visitor"), await live.client("resident 0")]
    last = await post_notices(desk, 8)
    for client in clients:
        await client.until_seq(last)
        assert client.applied["public"] == list(range(last - 7, last + 1))
        assert client.faults == []
    newcomer = await live.client("visitor")
    await newcomer.until_seq(last)
    for client in clients:
        assert without_counts(client.public) == without_counts(newcomer.public)


def without_counts(state: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in state.items() if key != "counts"}


@pytest.mark.long
async def test_a_burst_comes_in_ticks(live: LiveEvening) -> None:
    desk, visitor = await live.client("moderator 1"), await live.client("visitor")
    began = monotonic()
    await visitor.until_seq(await post_notices(desk, 1))
    before = len(frames_of(visitor, "events"))
    last = await post_notices(desk, 15)
    await visitor.until_seq(last)
    took = monotonic() - began
    assert len(frames_of(visitor, "events")) - before <= took / TICK_S + 2


async def test_a_client_that_comes_back_gets_just_what_it_missed(live: LiveEvening) -> None:
    desk, visitor = await live.client("moderator 0"), await live.client("visitor")
    await visitor.until(lambda: frames_of(visitor, "snapshot"))
    known = visitor.seqs["public"]
    visitor.cut()
    await visitor.until_closed()
    last = await post_notices(desk, 3)
    await desk.until_seq(last)
    visitor.frames.clear()
    await visitor.resume()
    await visitor.until_seq(last)
    # The process that serves it may not have read the newest events yet: then the counts alone come first.
    events = [frame for frame in visitor.frames if frame["type"] == "events" and frame["events"]]
    assert (events[0]["first"], events[-1]["seq"], visitor.applied["public"][-3:]) == (
        known + 1,
        last,
        [*range(last - 2, last + 1)],
    )
    assert frames_of(visitor, "snapshot") == []
    assert visitor.faults == []


async def test_a_client_that_missed_nothing_gets_nothing_but_the_newest_counts(live: LiveEvening) -> None:
    desk, visitor = await live.client("moderator 0"), await live.client("visitor")
    await visitor.until_seq(await post_notices(desk, 1))  # what the test before has posted may come after the snapshot
    visitor.cut()
    await visitor.until_closed()
    visitor.frames.clear()
    await visitor.resume()
    await visitor.until(lambda: len(visitor.frames) >= 2)
    assert [frame["type"] for frame in visitor.frames[:2]] == ["welcome", "events"]
    alone = visitor.frames[1]
    assert (alone["events"], alone["first"], alone["seq"]) == ([], visitor.seqs["public"] + 1, visitor.seqs["public"])
    assert "visitors" in alone["counts"]  # at the last tick: whether this one is among them is told at the next
    await visitor.until(lambda: any(frame.get("counts", {}).get("visitors", 0) >= 1 for frame in visitor.frames))


@pytest.mark.long
@pytest.mark.parametrize(
    "query",
    [
        {"epoch": "another", "since": 1},
        {"since": 1},
        {"epoch": None, "since": 100_000},
        {"epoch": None, "since": "x"},
        {"epoch": None},
    ],
)
async def test_a_position_that_means_nothing_leads_to_a_snapshot(live: LiveEvening, query: dict[str, Any]) -> None:
    epoch = (await live.client("visitor")).epoch
    asked: dict[str, Any] = {name: epoch if value is None else value for name, value in query.items()}
    client = await live.client("visitor", **asked)
    await client.until(lambda: len(client.frames) >= 2)
    assert [frame["type"] for frame in client.frames[:2]] == ["welcome", "snapshot"]


async def test_the_desk_resumes_both_streams(live: LiveEvening) -> None:
    desk, resident = await live.client("moderator 1"), await live.client("resident 1")
    known = dict(desk.seqs)
    desk.cut()
    await desk.until_closed()
    await resident.send("question.ask", text=f"Where is {uuid4().hex}?", kind="question")
    desk.frames.clear()
    await desk.resume()
    await desk.until_seq(known["desk"] + 1, stream="desk")
    assert frames_of(desk, "snapshot") == []
    assert desk.faults == []


@on(SQLITE)
async def test_two_tabs_are_one_person_who_no_longer_counts_after_leaving(live: LiveEvening) -> None:
    visitor = await live.client("visitor")
    first, second = await live.client("resident 2"), await live.client("resident 2")
    await visitor.until(lambda: visitor.public["counts"]["present"] == 1)
    await first.leave()
    await second.leave()
    await visitor.until(lambda: visitor.public["counts"]["present"] == 0)
    assert visitor.public["counts"]["visitors"] == 1


@on(DAPHNE, UVICORN)
async def test_two_tabs_are_one_person_at_each_worker_who_no_longer_counts_after_leaving(live: LiveEvening) -> None:
    """Workers tell each other how many people they have, and not which."""
    visitor = await live.client("visitor")
    first, second = await live.client("resident 2"), await live.client("resident 2")
    await visitor.until(lambda: visitor.public["counts"]["present"] in (1, 2))
    await first.leave()
    await second.leave()
    await visitor.until(lambda: visitor.public["counts"]["present"] == 0)
    assert visitor.public["counts"]["visitors"] == 1


async def test_backing_is_told_as_the_latest_value(live: LiveEvening) -> None:
    visitor = await live.client("visitor")
    await visitor.until(lambda: visitor.public["queue"])
    own = {question["id"] for question in (await live.client("resident 3")).you["questions"]}
    question = next(card["id"] for card in visitor.public["queue"] if card["id"] not in own)
    before = visitor.public["counts"]["backing"][question]
    resident = await live.client("resident 3")
    was_on = before
    reply = await resident.send("question.back", question=question, on=True)
    assert reply["type"] == "ack", reply
    await resident.send("question.back", question=question, on=False)
    await resident.send("question.back", question=question, on=True)
    rows = live.server.ask_database("SELECT backing FROM chat_sessions_question WHERE id = ?", UUID(question))
    await visitor.until(lambda: visitor.public["counts"]["backing"][question] == rows[0][0])
    assert rows[0][0] >= was_on


# One of the two limits comes first: SQLite waits for five seconds, while four are enough for an answer.
BY_ENGINE_WHILE_LOCKED = {Engine.SQLITE: "timeout", Engine.POSTGRESQL: "busy"}


@pytest.mark.long
@pytest.mark.row("fault", 14)
@pytest.mark.row("fault", 12)
async def test_a_held_write_lock_delays_only_writers(demo: Server, live_on: Callable[[Server], LiveEvening]) -> None:
    live = live_on(demo)
    demo.faults_expected = True  # it logs that the database was busy
    resident, bad = await live.client("resident 0"), await live.client("resident 1")
    for person in ("resident 2", "moderator 0"):
        await live.cookie(person)  # signing in writes
    with demo.database.hold_writes():
        asking = asyncio.create_task(
            resident.send("question.ask", text="Can you hear me?", kind="question", ref=str(uuid4()))
        )
        newcomers = [await live.client(person) for person in ("visitor", "resident 2", "moderator 0")]
        await bad.say("{")
        assert (await bad.reply_to(None))["code"] == "bad_json"
        assert all(client.close_code is None for client in newcomers)
        nack = await asking
        code = BY_ENGINE_WHILE_LOCKED[demo.stack.engine]
        assert (nack["type"], nack["code"], nack["retry"]) == ("nack", code, True)
    await eventually_acked(resident, nack["ref"])


async def eventually_acked(resident: LiveClient, ref: str) -> None:
    """A command that timed out may or may not have been saved; sent again with its ref it is saved once."""
    async with asyncio.timeout(60):
        while (reply := await resident.send("question.ask", ref=ref, text="Can you hear me?", kind="question"))[
            "type"
        ] == "nack":
            assert reply["retry"]
            await asyncio.sleep(0.5)


@pytest.mark.long
async def test_before_it_goes_the_server_says_when_to_come_back(live: LiveEvening) -> None:
    clients = [await live.client("visitor"), await live.client("moderator 0")]
    stopping = asyncio.create_task(asyncio.to_thread(live.server.stop))
    for client in clients:
        assert await client.until_closed() == 4000
        assert [(bye["code"], 0 <= bye["after_ms"] <= 20_000) for bye in client.byes] == [(4000, True)]
    assert await stopping == 0
    live.server.start()
    for client in clients:
        await client.resume()
        assert client.faults == []


@pytest.mark.long
async def test_what_another_process_saved_is_found_without_a_hint(live: LiveEvening) -> None:
    visitor = await live.client("visitor")
    saved = await asyncio.to_thread(live.server.manage, "shell", "-c", POST_A_NOTICE)
    assert saved.returncode == 0, saved.stderr
    await visitor.until(
        lambda: visitor.public["notices"][-1:] and visitor.public["notices"][-1]["text"] == "From elsewhere."
    )
    assert visitor.faults == []


POST_A_NOTICE = """
from django.contrib.auth import get_user_model
from moderation.questions.notices import post_notice
from sessions.models import ChatSession

moderator = get_user_model().objects.filter(appointments__duty="moderator").first()
post_notice(ChatSession.objects.live().get(), moderator=moderator, text="From elsewhere.")
"""


@pytest.mark.long
@pytest.mark.row("fault", 17)
async def test_a_restored_database_gives_everybody_a_new_snapshot(live: LiveEvening) -> None:
    visitor, desk = await live.client("visitor"), await live.client("moderator 0")
    before = visitor.epoch
    live.server.database.change("UPDATE chat_sessions_stream SET epoch = 'restored'")
    assert before != "restored"
    await visitor.until(lambda: visitor.epoch == "restored")
    await desk.until(lambda: desk.epoch == "restored")
    assert [client.close_code for client in (visitor, desk)] == [None, None]
    last = await post_notices(desk, 1)
    await visitor.until_seq(last)
    assert visitor.faults == desk.faults == []


@pytest.mark.long
@pytest.mark.row("fault", 24)
async def test_a_room_that_is_cut_off_at_once_comes_back_at_once(live: LiveEvening) -> None:
    clients = [await live.client("visitor") for _ in range(60)]
    for client in clients:
        client.cut()
    for client in clients:
        await client.until_closed()
    await asyncio.gather(*(client.resume() for client in clients))
    assert all(client.close_code is None for client in clients)
    assert all(client.faults == [] for client in clients)
