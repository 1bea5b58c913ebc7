"""A backup during an evening holds everything that was acked before it, and becomes an installation."""

import asyncio
import os
import stat
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from subprocess import CompletedProcess

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.phone import Phone
from tests.servers.databases import Database, PostgresDatabase, SqliteDatabase
from tests.servers.fixtures import Serve
from tests.servers.installations import Installations
from tests.servers.preparing import copy_static_files
from tests.servers.programs.evenings import client_of
from tests.servers.server import Server
from tests.servers.services.binaries import find_postgres
from tests.servers.stacks import DAPHNE, SQLITE, Stack

ASKING = 12
PASSPHRASE = "a passphrase of the tests"
WITH_PROGRAMS = {"PATH": f"{find_postgres()}:{os.environ['PATH']}", "BACKUP_PASSPHRASE": PASSPHRASE}


async def keep_asking(phone: Phone, name: str, acked: set[str], is_over: asyncio.Event) -> None:
    number = 0
    while not is_over.is_set():
        text = f"Asked by {name}, number {number}?"
        if (await phone.tell("question.ask", text=text, kind="question"))["type"] == "ack":
            acked.add(text)
        number += 1
        await asyncio.sleep(0.05)


def empty_database(server: Server, folder: Path) -> Database:
    if isinstance(server.database, PostgresDatabase):
        postgres = server.database.server
        return PostgresDatabase(postgres, postgres.make_database())
    return SqliteDatabase(folder)


@pytest.mark.long
@on(SQLITE, DAPHNE)
async def test_a_backup_under_load_holds_all_that_was_acked_before_and_is_restored_whole(
    serve: Serve, evening_on: Callable[[Server], FaultyEvening], tmp_path: Path, stack: Stack
) -> None:
    server = await asyncio.to_thread(serve, **WITH_PROGRAMS)
    evening, file = evening_on(server), tmp_path / "backup"
    before = await back_up_under_load(evening, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert not any(text.encode() in file.read_bytes() for text in before)

    folder = tmp_path / "restored"
    restored = Server(folder, **WITH_PROGRAMS).on(stack, empty_database(server, folder))
    done = await asyncio.to_thread(restored.manage, "restore", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert "The previous data" not in done.stdout  # nothing was: the folder was new
    assert before <= column(restored, "SELECT text FROM chat_sessions_question")
    epochs = "SELECT epoch FROM chat_sessions_stream"
    assert not column(server, epochs) & column(restored, epochs)
    copy_static_files(server.data_dir, folder)
    try:
        await asyncio.to_thread(restored.start)
        async with client_of(restored, evening.sheet, evening.sheet["residents"][0]) as client:
            assert len(client.you["questions"]) >= 1  # the cookie is valid: the key came back, too
        assert restored.faults == []
    finally:
        await asyncio.to_thread(restored.close)
        restored.database.drop()


async def back_up_under_load(evening: FaultyEvening, file: Path) -> set[str]:
    """Answers the questions that were acked before the backup began."""
    acked: set[str] = set()
    is_over = asyncio.Event()
    phones = await evening.phones(ASKING)
    asking = [asyncio.create_task(keep_asking(phone, str(at), acked, is_over)) for at, phone in enumerate(phones)]
    await asyncio.gather(*(phone.client.until(lambda: len(acked) >= 2 * ASKING) for phone in phones[:1]))
    before = set(acked)
    made = await asyncio.to_thread(evening.server.manage, "backup", "--encrypt", str(file))
    is_over.set()
    await asyncio.gather(*asking)
    assert (made.returncode, "read back and verified" in made.stdout) == (0, True), made.stderr
    return before


def column(server: Server, query: str) -> set[str]:
    return {value for (value,) in server.ask_database(query)}


def refusal(done: CompletedProcess[str]) -> str:
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    return done.stderr


@on(SQLITE)
def test_nothing_is_overwritten_and_nothing_is_restored_over_what_is_served(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    file = str(tmp_path / "backup")
    assert server.manage("backup", file).returncode == 0
    assert "already exists and is never overwritten" in refusal(server.manage("backup", file))
    assert "in use by process" in refusal(server.manage("restore", "--replace", file))
    server.stop()
    assert "--replace moves it aside and keeps it" in refusal(server.manage("restore", file))
    server.database.change("DELETE FROM django_migrations WHERE app = 'sessions'")
    before = server.ask_database("SELECT count(*) FROM django_migrations")
    done = server.manage("restore", "--replace", file)
    assert (done.returncode, done.stderr) == (0, "")
    [aside] = [path for path in server.data_dir.iterdir() if path.name.startswith("replaced-")]
    kept = SqliteDatabase(aside)
    assert kept.ask("SELECT count(*) FROM django_migrations") == before
    server.start()


@on(SQLITE)
@pytest.mark.row("fault", 31)
def test_a_damaged_database_gives_no_backup(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    server.stop()
    path = server.data_dir / "db.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 40] = Random(31).randbytes(4096 * 37)  # the same damage in each run
    path.write_bytes(content)
    assert "damaged" in refusal(server.manage("backup", str(tmp_path / "backup"))).replace("malformed", "damaged")
    assert not (tmp_path / "backup").exists()


@pytest.mark.long
@on(DAPHNE)
def test_without_postgresql_s_own_programs_it_says_what_to_install(
    installations: Installations, stack: Stack, tmp_path: Path
) -> None:
    with ExitStack() as exits:
        server = installations.make_server(exits, stack, tmp_path / "data", environment={"PATH": str(tmp_path)})
        assert "pg_dump is not installed here" in refusal(server.manage("backup", str(tmp_path / "backup")))
