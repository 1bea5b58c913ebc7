"""Another process locks SQLite, or the machine loses its power: a nack to try again, and nothing acked is lost."""

import asyncio
import shutil
import signal
import sqlite3
import time
from asyncio import FIRST_COMPLETED
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path
from time import monotonic

import psutil
import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.chatserver.live.faults.processes.test_sudden_death import QUESTIONS_EACH, ask_all
from tests.clients.phone import Phone
from tests.history.checker import check
from tests.history.log_dump import read_log
from tests.measuring.stopwatch import Stopwatch
from tests.servers.databases import SqliteDatabase
from tests.servers.server import Server
from tests.servers.stacks import SQLITE

pytestmark = [on(SQLITE), pytest.mark.long]

HELD_S = 5.5
STOPS_WITHIN_S = 10.0
REFS = ("6b1f2a3c-0000-4000-8000-000000000014", "6b1f2a3c-0000-4000-8000-000000000015")
ASK_SETTINGS = """
from django.db import connection
for name in ("journal_mode", "synchronous"):
    print(connection.cursor().execute(f"PRAGMA {name}").fetchone()[0])
"""
WAL, FULL = "wal", "2"


@pytest.mark.row("fault", 14)
async def test_a_lock_of_another_process_costs_a_nack_in_time(evening: FaultyEvening) -> None:
    evening.server.faults_expected = True  # it logs that the database was busy
    asker, poster, visitor = [await evening.client(person) for person in ("0", "1", "visitor")]
    questions = [{"ref": ref, "text": f"Canary {ref}?", "kind": "question"} for ref in REFS]
    with evening.server.database.hold_writes():
        watch = Stopwatch(evening.server)
        posting = asyncio.create_task(poster.post("question.ask", **questions[1]))
        nack = await asker.send("question.ask", **questions[0])
        assert (nack["type"], nack["retry"], watch.seconds < HELD_S) == ("nack", True, True)
        refused = await posting
        assert (refused["type"], refused["code"], refused["retry"]) == ("nack", "busy", True)
        assert watch.seconds < HELD_S + 1
        page = await asyncio.to_thread(evening.server.get, f"/chat/{evening.sheet['chat_session']}/")
        assert page[0] == 200
    for client, question in zip((asker, poster), questions, strict=True):
        assert (await client.send("question.ask", **question))["type"] == "ack"
    assert {client.close_code for client in (asker, poster, visitor)} == {None}
    await evening.promises_kept()


@pytest.mark.row("fault", 16)
async def test_every_commit_waits_for_the_disk(evening: FaultyEvening) -> None:
    told = await asyncio.to_thread(evening.server.manage, "shell", "--no-imports", "-c", ASK_SETTINGS)
    assert told.stdout.split() == [WAL, FULL]


@pytest.mark.row("fault", 16)
async def test_the_disk_in_the_middle_of_a_burst_holds_everything_that_was_acked(
    evening: FaultyEvening, tmp_path: Path
) -> None:
    phones = await evening.phones(30)
    _desk = await evening.phone("moderator")
    bursts = [asyncio.create_task(ask_all(phone, f"power-{name}")) for name, phone in enumerate(phones)]
    acked = []
    await asyncio.wait([asyncio.create_task(until_acked(phone)) for phone in phones], return_when=FIRST_COMPLETED)
    for number in range(3):
        await asyncio.sleep(0.1)
        with standing_still(evening.server):  # nothing is awaited in here: we know exactly what was acked until now
            known = deepcopy(evening.journals)
            disk = copy_disk(evening.server, tmp_path / str(number))
        for journal in known:
            journal.break_off()
        dump = read_log(disk.ask, evening.sheet["chat_session"])
        assert check(known, dump) == []
        acked.append(sum(entry["what"] == "ok" for journal in known for entry in journal.entries))
    assert 0 < acked[0] < len(phones) * QUESTIONS_EACH
    await asyncio.gather(*bursts)
    await evening.promises_kept()


async def until_acked(phone: Phone) -> None:
    await phone.client.until(lambda: any(entry["what"] == "ok" for entry in phone.client.journal.entries))


@contextmanager
def standing_still(server: Server) -> Iterator[None]:
    server.signal(signal.SIGSTOP)
    deadline = monotonic() + STOPS_WITHIN_S
    while psutil.Process(server.pid).status() != psutil.STATUS_STOPPED:
        assert monotonic() < deadline
        time.sleep(0.001)
    yield
    server.signal(signal.SIGCONT)


def copy_disk(server: Server, folder: Path) -> SqliteDatabase:
    """The database as after a loss of power, if the disk has kept everything that it had to keep."""
    folder.mkdir()
    for name in ("db.sqlite3", "db.sqlite3-wal"):
        shutil.copy(server.data_dir / name, folder / name)
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return SqliteDatabase(folder)
