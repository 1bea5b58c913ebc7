import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.bench.load.evening_residents import EveningResidents
from tests.bench.load.residents import Residents, RoomResidents
from tests.bench.load.scripted_server import ScriptedServer, events, snapshot, welcome

ROOM = [RoomResidents(0, "chat", ["cookie"])]
JOINED = [welcome(5), snapshot(5)]


Join = Callable[..., Awaitable[Residents]]


@pytest.fixture
async def join() -> AsyncIterator[Join]:
    """Put a crowd of one, Residents unless another is given, in front of a stage."""
    async with AsyncExitStack() as exits:

        async def join(stage: ScriptedServer, crowd: Residents | None = None) -> Residents:
            crowd = crowd or Residents(0, lambda _done: None)
            await crowd.settle(await stage.open(), ROOM)
            exits.push_async_callback(stage.close)
            exits.push_async_callback(crowd.leave)
            await crowd.join()
            return crowd

        yield join


async def until(is_so: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 -- it looks from outside
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.backoff.FIRST_WAIT_S", 0.05)


async def test_a_resident_is_caught_up_when_it_has_what_its_welcome_names(join: Join) -> None:
    told: list[int] = []
    stage = ScriptedServer([welcome(6), snapshot(5)])
    joining = asyncio.ensure_future(join(stage, Residents(0, told.append)))
    await until(lambda: stage.lines)
    assert told == []

    stage.say(events(6, "now"))
    crowd = await joining

    assert told == [1]
    assert (crowd.caught_up, crowd.residents[0].seq, crowd.residents[0].faults) == (1, 6, 0)


async def test_frames_in_order_are_no_faults_and_every_fourth_is_confirmed(join: Join) -> None:
    stage = ScriptedServer(JOINED)
    [resident] = (await join(stage)).residents

    stage.say(events(6, "a"), events(7, "b", "c"), events(9, counts={"present": 1, "backing": {}}), events(9, "d"))
    await until(lambda: stage.heard)

    assert stage.heard == [{"type": "pos", "seq": 9}]
    assert (resident.seq, resident.faults, resident.frames) == (9, 0, 4)


@pytest.mark.parametrize(
    "frame",
    [
        events(7, "a gap"),
        events(5, "again"),
        events(6, "another log", epoch="f"),
        snapshot(4),
        {"type": "beat", "seq": 6, "now": ""},
    ],
    ids=["gap", "repetition", "epoch", "step back", "lost in silence"],
)
async def test_what_breaks_the_contract_is_a_fault(join: Join, frame: dict[str, Any]) -> None:
    stage = ScriptedServer(JOINED)
    [resident] = (await join(stage)).residents

    stage.say(frame)
    await until(lambda: resident.faults)

    assert resident.faults == 1


async def test_few_frames_are_confirmed_after_two_seconds(join: Join, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.load.residents.POS_WITHIN_S", 0.2)
    stage = ScriptedServer(JOINED)
    await join(stage)

    stage.say(events(6, "a"))
    await until(lambda: stage.heard)

    assert stage.heard == [{"type": "pos", "seq": 6}]


async def test_a_resident_that_is_cut_off_comes_back_from_its_position(join: Join) -> None:
    stage = ScriptedServer(JOINED, [welcome(7), events(6, "missed", "this too")])
    [resident] = (await join(stage)).residents

    resident.cut()
    await until(lambda: len(stage.lines) == 2 and resident.is_caught_up)

    assert stage.paths == ["/ws/room/chat/", "/ws/room/chat/?epoch=e&since=5"]
    assert (resident.seq, resident.faults, resident.attempt) == (7, 0, 0)


async def test_a_resident_that_is_told_to_stop_does_not_come_back(join: Join) -> None:
    stage = ScriptedServer([*JOINED])
    crowd = await join(stage)

    stage.say({"type": "bye", "code": 4401, "why": "", "after_ms": None})
    stage.lines[-1].disconnect()
    await until(lambda: crowd.turned_away)

    assert crowd.turned_away == 1
    assert len(stage.lines) == 1


async def test_a_command_gets_its_own_answer(join: Join) -> None:
    stage = ScriptedServer(JOINED)
    [resident] = (await join(stage)).residents

    reply = resident.send("question.ask", {"text": "When?", "kind": "question"})
    await until(lambda: stage.heard)
    [sent] = stage.heard
    stage.say({"type": "ack", "ref": "another", "result": {}}, {"type": "ack", "ref": sent["ref"], "result": {"a": 1}})

    assert (await reply).result == {"a": 1}
    assert sent == {"type": "cmd", "ref": sent["ref"], "op": "question.ask", "text": "When?", "kind": "question"}


async def test_residents_of_an_evening_back_questions_of_their_room_s_queue(join: Join) -> None:
    stage = ScriptedServer([welcome(5), snapshot(5, queue=[{"id": "one"}])])
    crowd = EveningResidents(0, lambda _done: None)
    await join(stage, crowd)

    living = asyncio.create_task(crowd.live(0.3, 1e-9, 50))
    await until(lambda: stage.heard)
    living.cancel()

    assert stage.heard[0]["op"] == "question.back"
    assert stage.heard[0]["question"] == "one"
