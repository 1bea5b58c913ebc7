"""A hundred ticks by two processes at once that keep dying end as the ticks of a single one that nobody disturbs."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.servers.databases import Database, PostgresDatabase
from tests.servers.installations import Installations
from tests.servers.server import ROOT, Server
from tests.servers.stacks import KEY, SQLITE, Engine, Stack

pytestmark = [pytest.mark.slow, pytest.mark.variants("engine"), pytest.mark.takes(25), pytest.mark.long]

POSTGRESQL = Stack("postgresql", environment=KEY, engine=Engine.POSTGRESQL)
SEED = 20270102


def run(server: Server, what: str, sent: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.servers.programs.ticker", what, str(sent), str(SEED)]
    done = subprocess.run(
        command, cwd=ROOT, env=server.full_environment, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture
def make_twins(installations: Installations, tmp_path: Path) -> Iterator[Callable[[str], tuple[Server, Server]]]:
    """Two databases with the same wards, rules and people."""

    def make(engine: str) -> tuple[Server, Server]:
        stack = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[engine]
        first = installations.make_server(exits, stack, tmp_path / "first")
        run(first, "make", tmp_path / "none")
        second = Server(tmp_path / "second")
        shutil.copytree(first.data_dir, second.data_dir)
        return first, second.on(stack, copy_of(first.database, second))

    def copy_of(database: Database, server: Server) -> Database:
        if not isinstance(database, PostgresDatabase):
            return server.database
        copy = PostgresDatabase(database.server, database.server.make_database(database.name))
        exits.callback(copy.drop)
        return copy

    with ExitStack() as exits:
        yield make


@pytest.mark.row("fault", 19)
@pytest.mark.row("fault", 18)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_when_processes_die_at_a_tick_everything_stands_as_if_one_had_ticked_alone(
    make_twins: Callable[[str], tuple[Server, Server]], tmp_path: Path, engine: str
):
    quiet, troubled = make_twins(engine)
    sent_quietly, sent = tmp_path / "sent-quietly", tmp_path / "sent"
    alone = run(quiet, "alone", sent_quietly)
    assert_as_the_calendar_says(alone)
    disturbed = run(troubled, "disturbed", sent)
    assert disturbed.pop("died") > 10
    assert disturbed == alone
    lines, wanted = (path.read_text(encoding="utf-8").splitlines() for path in (sent, sent_quietly))
    assert len(lines) == len(set(lines))  # nobody heard anything twice
    assert set(lines) <= set(wanted)
    assert len(wanted) == len(set(wanted)) == len(alone["told"])


def assert_as_the_calendar_says(alone: dict[str, Any]) -> None:
    past = [chat for chat in alone["chats"] if "planned" not in chat[0]]
    held = ["session.announced", "session.opened", "session.closed"]
    sealed = [*held, "session.sealed"]  # three days later
    assert [(chat[0], [event[1] for event in chat[1:]], [event[2] for event in chat[2:3]]) for chat in past] == [
        ("95 2027-01-02 sealed ", sealed, [True]),
        ("95 2027-02-06 sealed ", sealed, [False]),
        ("96 2027-01-09 sealed ", sealed, [True]),  # its evening fell into the downtime
        ("96 2027-02-13 closed ", held, [False]),
        ("97 2027-01-02 sealed ", sealed, [True]),
        ("97 2027-02-06 cancelled Poll", [], []),  # the freeze
    ]
    assert [record[1] for record in alone["records"]].count("sealed") == alone["leaves"] == 4
    assert alone["months"] == ["ward-95-2027-01", "ward-96-2027-01", "ward-97-2027-01"]
    assert len(alone["records"]) == alone["drafts"] == 5
    not_told = ("Ward 97 week 02", "Ward 97 hour 02", "Ward 96 hour 01")
    assert not [line for line in alone["told"] if line.startswith(not_told)]
