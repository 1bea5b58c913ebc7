"""Several clocks run at once, among them the server's own: each evening opens once, with one log line."""

import subprocess
import sys
from functools import cache
from time import monotonic, sleep

import pytest

from tests.chatserver.live.faults.conftest import ServedEvenings, on
from tests.history.checker import check
from tests.history.log_dump import read_log
from tests.servers.server import ROOT, Server
from tests.servers.stacks import DAPHNE, SQLITE

pytestmark = [on(SQLITE, DAPHNE), pytest.mark.takes(15), pytest.mark.long]

SLOTS = 100
BEGIN_AFTER_S = 4
CLOCKS = 2
LOGGED_WITHIN_S = 10.0
CLOCKS_RUN_S = 30
"""At most."""


@pytest.mark.row("fault", 19)
def test_each_evening_opens_once_however_many_clocks_there_are(served_evenings: ServedEvenings) -> None:
    server = served_evenings.server
    ids = talk(server, "announce", str(SLOTS), str(BEGIN_AFTER_S)).communicate(timeout=60)[0].split()
    assert len(ids) == SLOTS
    clocks = [talk(server, "tick", str(CLOCKS_RUN_S)) for _ in range(CLOCKS)]
    told = [clock.communicate(timeout=60)[0].splitlines() for clock in clocks]
    assert [clock.returncode for clock in clocks] == [0] * CLOCKS
    deadline = monotonic() + LOGGED_WITHIN_S  # the server logs an opening after it is done
    while len(opened := opened_by(server, ids) + [line for lines in told for line in lines]) < SLOTS:
        assert monotonic() < deadline
        sleep(0.1)
    assert sorted(opened) == sorted(f"opened {id_}" for id_ in ids)
    ask = cache(server.ask_database)  # all of them are in the same tables, at rest
    for id_ in ids:
        dump = read_log(ask, id_)
        assert check([], dump) == []
        assert dump.order == ["session.announced", "session.opened"]


def opened_by(server: Server, ids: list[str]) -> list[str]:
    said = server.log
    return [f"opened {id_}" for id_ in ids for _time in range(said.count(f"opened {id_}"))]


def talk(server: Server, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.servers.programs.simultaneous_openings", *words],
        cwd=ROOT,
        env=server.full_environment,
        stdout=subprocess.PIPE,
        text=True,
    )
