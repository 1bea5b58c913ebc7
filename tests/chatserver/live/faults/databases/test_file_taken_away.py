"""The database's file is removed or replaced under the server: no further ack, a reason in the log, and the end."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest
from websockets.exceptions import ConnectionClosed

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.live_client import LiveClient
from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.servers.stacks import SQLITE

pytestmark = pytest.mark.long

ASKING = 6
CHECKPOINT_WITHIN_S = 30.0


def remove(database: Path, older: Path) -> None:
    database.unlink()


def move_over(database: Path, older: Path) -> None:
    older.replace(database)


def copy_over(database: Path, older: Path) -> None:
    shutil.copyfile(older, database)


def remove_log(database: Path, older: Path) -> None:
    Path(f"{database}-wal").unlink()


@dataclass(frozen=True)
class Harm:
    do: Callable[[Path, Path], None]
    said: str
    then: str = ""
    """Why the server does not start again by itself, if it does not."""


GONE = "is gone or empty, though this folder has served a database before"


@on(SQLITE)
@pytest.mark.parametrize(
    ("harm", "on_server"),
    [
        (Harm(remove, "has disappeared from", GONE), "daphne"),
        (Harm(move_over, "was replaced, or"), "uvicorn"),
        (Harm(copy_over, "was replaced, or"), "daphne"),
        (Harm(remove_log, "has disappeared from"), "uvicorn"),
    ],
    ids=["removed", "moved over", "copied over", "log removed"],
)
async def test_nothing_is_acknowledged_and_the_server_says_why_and_ends(
    serve: Serve, evening_on: Callable[[Server], FaultyEvening], tmp_path: Path, harm: Harm, on_server: str
) -> None:
    server = await asyncio.to_thread(serve, "--server", on_server)
    server.faults_expected = True
    evening = evening_on(server)
    people = [await evening.client(str(number)) for number in range(ASKING)]
    database, older = server.data_dir / "db.sqlite3", tmp_path / "older"
    assert {await ask(client, "before") for client in people} == {"ack"}
    await asyncio.to_thread(until_in_main_file, server, ASKING)
    shutil.copyfile(database, older)
    assert {await ask(client, "meanwhile") for client in people} == {"ack"}
    await asyncio.to_thread(until_in_main_file, server, 2 * ASKING)

    harm.do(database, older)
    answers = await asyncio.gather(*(ask(client, "too late") for client in people))
    assert set(answers) <= {"busy", "nothing"}
    assert await asyncio.to_thread(server.wait) == 1
    assert sum(harm.said in line for line in server.faults) == 1
    if harm.then:
        refused = await asyncio.to_thread(server.manage, "serve", "--port", "0")
        assert (refused.returncode, harm.then in refused.stderr, refused.stderr.count("\n")) == (1, True, 1)


async def ask(client: LiveClient, word: str) -> str:
    """Answers what came: "ack", a nack's code, or nothing."""
    try:
        reply = await client.send("question.ask", text=f"Asked {word}, {client.cookie[-6:]}?", kind="question")
    except (ConnectionClosed, ConnectionError):
        return "nothing"
    return str(reply.get("code", reply["type"]))


def until_in_main_file(server: Server, count: int) -> None:
    """Wait for the checkpoint after which the main file holds so many questions without its log."""
    deadline = monotonic() + CHECKPOINT_WITHIN_S
    while questions_alone(server.data_dir / "db.sqlite3") < count:
        assert monotonic() < deadline
        time.sleep(0.1)


def questions_alone(database: Path) -> int:
    """Copy the questions like an operator does who copies the file alone.

    None in the middle of a checkpoint, whose pages do not agree.
    """
    with closing(sqlite3.connect(f"file:{database}?immutable=1", uri=True)) as alone:
        try:
            return int(alone.execute("SELECT count(*) FROM chat_sessions_question").fetchone()[0])
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname != "SQLITE_CORRUPT":
                raise
            return 0
