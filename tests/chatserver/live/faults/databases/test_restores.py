"""An older database replaces the served one: no client resumes at a position of another history."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from sessions.contract.close_codes import Close
from tests.chatserver.live.faults.conftest import FaultyEvening, on, until_caught_up
from tests.clients.live_client import LiveClient
from tests.clients.phone import Phone
from tests.servers.databases import PostgresDatabase
from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, SQLITE

BEFORE, LOST, AFTER = 3, 5, 12
"""Notices: in the older database, after that, and after the restore, which is beyond every client's position."""

EQUAL_WITHIN_S = 60.0


async def post(desk: LiveClient, words: str, count: int) -> None:
    for number in range(count):
        reply = await desk.send("notice.post", text=f"{words} {number}")
        assert reply["type"] == "ack"


async def until_notices(client: LiveClient, count: int) -> None:
    await client.until(lambda: len(client.public["notices"]) == count)


async def until_other_epoch(client: LiveClient, epoch: str) -> None:
    await client.until(lambda: client.epoch != epoch, within_s=EQUAL_WITHIN_S)


async def come_back(client: LiveClient, epoch: str) -> None:
    """Join again as a page does: once more where a process has let it in that noticed the restore only then."""
    await client.resume()
    while client.epoch == epoch:
        await client.until(lambda: client.epoch != epoch or client.close_code is not None, within_s=EQUAL_WITHIN_S)
        if client.close_code is not None:
            assert client.close_code == Close.RESYNC
            await client.resume()


async def see_the_same_as_a_newcomer(evening: FaultyEvening, people: list[LiveClient]) -> None:
    """Wait until all of them do, in both streams."""
    dump = await evening.dump()
    await asyncio.gather(*(until_caught_up(client, dump, EQUAL_WITHIN_S) for client in people))
    assert [await evening.strayed(people, stream) for stream in ("public", "desk")] == [[], []]
    assert [client.faults for client in people] == [[]] * len(people)


def put_back_moved(older: Path, folder: Path) -> None:
    """Put the file back as `mv` and most programs do."""
    (older / "db.sqlite3").replace(folder / "db.sqlite3")


def put_back_over(older: Path, folder: Path) -> None:
    """Put the file back as `cp` does: into the same file."""
    shutil.copyfile(older / "db.sqlite3", folder / "db.sqlite3")


def put_back_whole(older: Path, folder: Path) -> None:
    """The whole data folder, with everything beside the database."""
    shutil.rmtree(folder)
    shutil.copytree(older, folder)


@on(SQLITE)
@pytest.mark.row("fault", 17)
@pytest.mark.parametrize("put_back", [put_back_moved, put_back_over, put_back_whole])
async def test_a_client_that_was_away_during_a_restore_sees_what_a_newcomer_sees(
    serve: Serve,
    evening_on: Callable[[Server], FaultyEvening],
    tmp_path: Path,
    put_back: Callable[[Path, Path], None],
) -> None:
    server = await asyncio.to_thread(serve)
    before, evening = renewals_of(server), evening_on(server)  # its database is a copy of one that was prepared
    people = [await evening.client(person) for person in ("visitor", "0", "1", "moderator")]
    desk = people[-1]
    await post(desk, "Before", BEFORE)
    assert (await people[1].send("question.ask", text="Asked before?", kind="question"))["type"] == "ack"
    epoch = desk.epoch
    await asyncio.to_thread(server.stop)
    shutil.copytree(server.data_dir, tmp_path / "older")
    await asyncio.to_thread(server.start)
    for client in people:
        await client.resume()
    assert desk.epoch == epoch  # nothing but a restore renews it
    await post(desk, "Lost", LOST)
    assert (await people[2].send("question.ask", text="Lost?", kind="question"))["type"] == "ack"
    await asyncio.gather(*(until_notices(client, BEFORE + LOST) for client in people))

    await asyncio.to_thread(server.stop)
    put_back(tmp_path / "older", server.data_dir)
    await asyncio.to_thread(server.start)
    await desk.resume()
    await post(desk, "After", AFTER)
    assert (await desk.send("notice.post", text="The last one."))["type"] == "ack"
    for client in people[:-1]:
        await client.resume()
    await see_the_same_as_a_newcomer(evening, people)
    assert epoch not in {client.epoch for client in people}
    assert renewals_of(server) == before + 1


def renewals_of(server: Server) -> int:
    return server.log.count("because this database was not served here before")


@pytest.mark.long
@on(DAPHNE)
@pytest.mark.row("fault", 17)
@pytest.mark.parametrize("is_running", [True, False])
async def test_a_restored_postgresql_is_noticed_by_all_workers(
    serve: Serve, evening_on: Callable[[Server], FaultyEvening], is_running: bool
) -> None:
    server = await asyncio.to_thread(serve)
    server.faults_expected = True  # the database disappears under it
    evening = evening_on(server)
    phones = [await evening.phone(person) for person in ("visitor", "0", "1", "2", "moderator")]
    desk, away = phones[-1], await evening.client("3")
    await tell(desk, "Before", BEFORE)
    await asyncio.to_thread(server.stop)
    older = await asyncio.to_thread(keep_a_copy, server)
    await asyncio.to_thread(server.start)
    await tell(desk, "Lost", LOST)
    await away.resume()
    await until_notices(away, BEFORE + LOST)
    epoch = desk.client.epoch
    away.cut()

    if is_running:
        await asyncio.to_thread(put_back_copy, server, older)
    else:
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(put_back_copy, server, older)
        await asyncio.to_thread(server.start)
    await until_renewed(server, evening.sheet["chat_session"], epoch)
    await tell(desk, "After", AFTER)
    await come_back(away, epoch)
    await asyncio.gather(*(until_other_epoch(phone.client, epoch) for phone in phones))
    await see_the_same_as_a_newcomer(evening, [*(phone.client for phone in phones), away])


async def tell(desk: Phone, words: str, count: int) -> None:
    for number in range(count):
        assert (await desk.tell("notice.post", text=f"{words} {number}"))["type"] == "ack"


def keep_a_copy(server: Server) -> str:
    assert isinstance(server.database, PostgresDatabase)
    return server.database.server.make_database(server.database.name)


def put_back_copy(server: Server, older: str) -> None:
    """Put the copy back, as a restore from a dump does: the database is created again under its name."""
    assert isinstance(server.database, PostgresDatabase)
    server.database.drop()
    server.database.server.make_database(older, name=server.database.name)
    server.database.server.drop_database(older)


async def until_renewed(server: Server, chat_session: str, epoch: str) -> None:
    deadline = monotonic() + EQUAL_WITHIN_S
    query = "SELECT count(*) FROM chat_sessions_stream WHERE epoch = ?"
    while (await asyncio.to_thread(server.ask_database, query, epoch)) != [(0,)]:
        assert monotonic() < deadline
        await asyncio.sleep(0.1)
