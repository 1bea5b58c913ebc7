"""The server is killed between two instructions, during a burst: what was acked is there, once, for everybody."""

import asyncio
import json
import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.phone import Phone
from tests.servers.failpoints import EXIT_CODE
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.preparing import Contents
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, SQLITE, UVICORN, Stack

ASKING = 40
QUESTIONS_EACH = 6
DIES_AT_COMMIT = 3


@pytest.mark.costly
@pytest.mark.row("fault", 1)
@on(SQLITE, DAPHNE, UVICORN)
@pytest.mark.parametrize("seed", range(2))
async def test_everything_that_was_acked_outlives_the_server_and_everybody_catches_up(
    evening: FaultyEvening, seed: int
) -> None:
    evening.server.faults_expected = True
    chance = random.Random(seed)
    phones = await evening.phones(ASKING)
    moderator, *_others = [await evening.phone(person) for person in ("moderator", "visitor", "councillor")]
    is_over = asyncio.Event()
    screening = asyncio.create_task(approve_and_post(moderator, is_over))
    bursts = [asyncio.create_task(ask_all(phone, f"{seed}-{name}")) for name, phone in enumerate(phones)]
    interrupted = 0
    for kill in (kill_a_worker, Server.restart):
        await asyncio.sleep(chance.uniform(0.1, 0.4))  # it dies anywhere in the burst, as intended
        interrupted += not all(burst.done() for burst in bursts)
        await asyncio.to_thread(kill, evening.server)
    acks = [ack for burst in await asyncio.gather(*bursts) for ack in burst]
    is_over.set()
    await screening
    assert interrupted >= 1
    assert {ack["type"] for ack in acks} == {"ack"}
    await decline_what_a_newcomer_was_not_shown(evening, moderator)
    dump = await evening.promises_kept()
    assert len(dump.questions) == ASKING * QUESTIONS_EACH == len(acks)


async def decline_what_a_newcomer_was_not_shown(evening: FaultyEvening, moderator: Phone) -> None:
    """The desk is so long by now that it comes in pieces: a new client has to ask for changes in the last one."""
    newcomer = await evening.client("second_moderator")
    dump = await evening.dump()
    for client in (newcomer, moderator.client):  # the new client's process may have to read the last ones yet
        await client.until_seq(dump.streams["desk"].seq, stream="desk")
    await moderator.client.ask_for_the_rest()
    shown = {card["id"] for card in newcomer.desk["questions"]}
    last = next(card for card in reversed(moderator.client.desk["questions"]) if card["id"] not in shown)
    declined = {"question": last["id"], "version": last["version"], "reason": "attack", "note": "Please reword."}
    assert (await moderator.tell("question.decline", **declined))["type"] == "ack"
    await newcomer.until(lambda: last["id"] in newcomer.desk["more"]["missing"])


def kill_a_worker(server: Server) -> None:
    """With workers, one of them dies, and the supervisor starts another; alone, the server is started again."""
    [*others, victim] = server.worker_pids
    os.kill(victim, signal.SIGKILL)
    if not others:
        server.wait()
        server.start()


async def ask_all(phone: Phone, name: str) -> list[dict[str, Any]]:
    """Ask one question after the other, in a burst that lasts longer than the server lives."""
    acks = []
    for number in range(QUESTIONS_EACH):
        acks.append(await phone.tell("question.ask", text=f"Canary {name}-{number}?", kind="question"))
        await asyncio.sleep(0.05)
    return acks


async def approve_and_post(desk: Phone, is_over: asyncio.Event) -> None:
    """A moderator at work, at the highest allowed rate: a question is approved, a notice is posted, and so on."""
    while not is_over.is_set():
        await desk.tell("notice.post", text=f"Notice {desk.client.seqs['public']}.")
        waiting = next((card for card in desk.client.desk["questions"] if card["state"] == "waiting"), None)
        if waiting is not None:
            await desk.tell("question.approve", question=waiting["id"], version=waiting["version"])


@pytest.fixture
def dying(installations: Installations, stack: Stack, tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """A server that ends at a moment of its third commit, once: dying("after_commit")."""
    with ExitStack() as exits:

        def start(moment: str) -> Server:
            failpoint = f"{moment}:{DIES_AT_COMMIT}:{tmp_path / 'has-died'}"
            server = installations.make_server(
                *(exits, stack, tmp_path / "data"),
                environment={"FAILPOINT": failpoint},
                contents=Contents.EVENINGS,
            )
            server.program = "tests/servers/failpoints.py"
            server.faults_expected = True
            server.start()
            exits.callback(end_servers, [server])
            return server

        yield start


# Once on each database and under each server: servers have no part in a commit.
@pytest.mark.long
@pytest.mark.row("fault", 4)
@pytest.mark.row("fault", 3)
@pytest.mark.parametrize(
    ("stack", "moment", "is_done"),
    [
        (SQLITE.name, "before_commit", False),
        (SQLITE.name, "after_commit", True),
        (DAPHNE.name, "before_commit", False),
        (UVICORN.name, "after_commit", True),
    ],
    indirect=["stack"],
    scope="module",
)
async def test_a_death_around_the_commit_leaves_the_command_done_once_or_not_at_all(
    dying: Callable[[str], Server],
    evening_on: Callable[[Server], FaultyEvening],
    tmp_path: Path,
    moment: str,
    is_done: bool,
) -> None:
    evening = evening_on(await asyncio.to_thread(dying, moment))
    resident, *_others = [await evening.phone(person) for person in ("0", "1", "moderator", "visitor")]
    back = asyncio.create_task(asyncio.to_thread(start_again_when_dead, evening.server))
    acks = []
    for number in range(DIES_AT_COMMIT * len(evening.server.worker_pids)):
        acks.append(await resident.tell("question.ask", text=f"Canary {number}?", kind="question"))
        if (tmp_path / "has-died").exists():
            break
    assert (tmp_path / "has-died").exists()
    assert [ack.get("duplicate", False) for ack in acks] == [*[False] * (DIES_AT_COMMIT - 1), is_done]
    await back
    dump = await evening.promises_kept()
    assert len(dump.questions) == DIES_AT_COMMIT


# Workers share connections out: only a single process certainly dies at the intended commit.
@pytest.mark.row("fault", 29)
@pytest.mark.parametrize(
    ("stack", "moment", "is_done"),
    [(SQLITE.name, "before_commit", False), (SQLITE.name, "after_commit", True)],
    indirect=["stack"],
    scope="module",
)
async def test_a_death_while_the_record_is_published_leaves_it_whole_or_not_there_at_all(
    dying: Callable[[str], Server], evening_on: Callable[[Server], FaultyEvening], moment: str, is_done: bool
) -> None:
    evening = evening_on(await asyncio.to_thread(dying, moment))
    resident, moderator, clerk = [await evening.phone(person) for person in ("0", "moderator", "clerk")]
    await resident.tell("question.ask", text="The pond?", kind="question")
    await moderator.client.until(lambda: bool(moderator.client.desk["questions"]))
    [card] = moderator.client.desk["questions"]
    await moderator.tell("question.approve", question=card["id"], version=card["version"])
    closing = asyncio.create_task(clerk.tell("session.close"))
    assert await asyncio.to_thread(evening.server.wait) == EXIT_CODE
    closed = (await evening.dump()).events("public", "session.closed")
    assert len(closed) == count_records(evening) == is_done
    await asyncio.to_thread(evening.server.start)
    assert (await closing).get("duplicate", False) is is_done
    [closed_once] = (await evening.dump()).events("public", "session.closed")
    assert count_records(evening) == 1
    address = f"/records/{closed_once['record']}.json"
    [status, content], again = [await asyncio.to_thread(evening.server.get, address) for _time in range(2)]
    assert (status, content) == again == (200, again[1])
    assert [entry["type"] for entry in json.loads(content)["entries"]][-1] == "session.closed"


def count_records(evening: FaultyEvening) -> int:
    rows = evening.server.ask_database(
        "SELECT COUNT(*) FROM chat_sessions_record WHERE chat_session_id = ?", UUID(evening.sheet["chat_session"])
    )
    return int(rows[0][0])


def start_again_when_dead(server: Server) -> None:
    """A supervisor, if there is one, does so itself."""
    if server.worker_pids == [server.pid]:
        assert server.wait() == EXIT_CODE
        server.start()
