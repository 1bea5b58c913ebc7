"""An outage of the database is one line a minute, and one when it is over, for all threads and processes."""

import time
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from chatserver.monitoring.outage.telling import OutageTeller
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, KEY, UVICORN, Engine, Stack

CAUSES = "psycopg.OperationalError ECONNREFUSED"
STACKS = (Stack("one process", (), KEY, Engine.POSTGRESQL), replace(DAPHNE, has_valkey=False), UVICORN)
AWAY_S = 12.0
BACK_WITHIN_S = 30.0


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().partition(" since ")[0].partition(":")[0] for record in caplog.records]


def test_two_processes_tell_one_line_a_minute_with_what_both_met(caplog: pytest.LogCaptureFixture) -> None:
    here, there, began = OutageTeller(), OutageTeller(), timezone.now()
    for second in range(150):
        with time_machine.travel(began + timedelta(seconds=second), tick=False):
            for teller in (here, there):
                teller.count()
                teller.tell_away(CAUSES, seen_at=time.time())
    with time_machine.travel(began + timedelta(seconds=150), tick=False):
        there.tell_back(CAUSES)
        here.tell_away(CAUSES, seen_at=time.time() - 3)  # it had looked before
        here.tell_back(CAUSES)
    words = [record.getMessage() for record in caplog.records]
    assert said(caplog) == ["The database has been unreachable"] * 3 + ["The database is back after 150 s"]
    assert [CAUSES in line for line in words] == [True, False, False, False]
    assert sum(int(line.split(" more errors")[0].rsplit(" ")[-1]) for line in words[1:]) == 2 * 150 - 1


def test_what_was_over_at_once_is_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    teller, began = OutageTeller(), timezone.now()
    for second in range(70):
        with time_machine.travel(began + timedelta(seconds=second), tick=False):
            teller.count()
            teller.tell_back(CAUSES)
    assert [record.getMessage() for record in caplog.records] == [
        f"The database was unreachable for a moment: 1 errors. | {CAUSES}",
        f"The database was unreachable for a moment: 60 errors. | {CAUSES}",
    ]


def test_a_server_that_starts_knows_no_earlier_outage(caplog: pytest.LogCaptureFixture) -> None:
    before, after = OutageTeller(), OutageTeller()
    before.tell_away(CAUSES, seen_at=time.time())
    after.forget()
    after.tell_back(CAUSES)
    assert said(caplog) == ["The database has been unreachable"]


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.variants("stack")
@pytest.mark.row("fault", 11)
@pytest.mark.parametrize("stack", STACKS, ids=[stack.name for stack in STACKS])
def test_while_postgresql_is_away_the_log_has_one_line_and_one_when_it_is_back(
    installations: Installations, tmp_path: Path, stack: Stack
) -> None:
    with ExitStack() as exits:
        postgres = exits.enter_context(closing(installations.make_postgres()))
        server = installations.make_server(exits, stack, tmp_path / "data", postgres=postgres)
        server.faults_expected = True
        exits.callback(end_servers, [server])
        server.start()
        until_answered(server, "/readyz", 200)
        before = len(server.log)
        postgres.stop("immediate")
        began = time.monotonic()
        while time.monotonic() - began < AWAY_S:
            server.get("/wards/")
            server.get("/readyz")
        postgres.start()
        for path in ("/wards/", "/readyz"):
            until_answered(server, path, 200)
        while "is back" not in server.log:
            assert time.monotonic() - began < AWAY_S + BACK_WITHIN_S
            time.sleep(0.1)
        time.sleep(3)  # for any line of those that waited
        away, back = server.log[before:].splitlines()
    assert " ERROR chatserver.monitoring.outage.telling: The database has been unreachable since " in away
    assert away.count("psycopg.OperationalError") == 1
    assert " WARNING chatserver.monitoring.outage.telling: The database is back after " in back


def until_answered(server: Server, path: str, status: int) -> None:
    deadline = time.monotonic() + BACK_WITHIN_S
    while {server.get(path)[0] for _time in range(4)} != {status}:
        assert time.monotonic() < deadline
        time.sleep(0.2)
