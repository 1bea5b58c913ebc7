"""The clock shows tomorrow for a while: nobody is signed out or sent away, and no event has tomorrow's date."""

import asyncio
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chatserver.live.admission.revalidation_task import CHECK_ALL_WITHIN_S
from chatserver.serving.process.service import SERVERS
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.preparing import Contents
from tests.servers.programs.evenings import client_of
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, SQLITE, UVICORN, Stack

AHEAD = timedelta(hours=25)


@pytest.fixture
def ahead(tmp_path: Path) -> Path:
    """While this file is there, the server's clock is ahead by the seconds in it."""
    return tmp_path / "ahead"


@pytest.fixture(params=SERVERS)
def server(
    installations: Installations, tmp_path: Path, ahead: Path, request: pytest.FixtureRequest
) -> Iterator[Server]:
    with ExitStack() as exits:
        server = installations.make_server(
            *(exits, SQLITE, tmp_path / "data", "--server", request.param),
            environment={"CLOCK_AHEAD": str(ahead)},
            contents=Contents.EVENINGS,
        )
        server.program = "tests/servers/failpoints.py"
        server.start()
        exits.callback(end_servers, [server])
        yield server


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("fault", 20)
async def test_a_clock_that_shows_tomorrow_sends_nobody_away_and_stamps_nothing(server: Server, ahead: Path) -> None:
    sheet = server.evenings[0]
    async with AsyncExitStack() as stack:
        resident = client_of(server, sheet, sheet["residents"][0])
        moderator = client_of(server, sheet, sheet["moderator"], door="desk")
        for client in (resident, moderator):
            stack.push_async_callback(client.leave)
            await client.join()
        ahead.write_text(str(AHEAD.total_seconds()))
        await until_noticed(server)
        await asyncio.sleep(2 * CHECK_ALL_WITHIN_S)  # everybody is checked again
        ack = await resident.send("question.ask", text="Canary of tomorrow?", kind="question")
        assert (ack["type"], await asyncio.to_thread(status_of_desk, server, sheet)) == ("ack", 200)
        assert [resident.close_code, moderator.close_code] == [None, None]
        ahead.unlink()
        stamped = server.ask_database("SELECT max(at) FROM chat_sessions_event")[0][0]
        assert datetime.fromisoformat(stamped).replace(tzinfo=UTC) < datetime.now(UTC) + timedelta(minutes=5)


@pytest.mark.slow
@pytest.mark.row("fault", 20)
@pytest.mark.parametrize("stack", [DAPHNE.name, UVICORN.name], indirect=True)
async def test_workers_that_start_with_tomorrows_clock_go_by_the_databases(
    installations: Installations, stack: Stack, tmp_path: Path, ahead: Path
) -> None:
    ahead.write_text(str(AHEAD.total_seconds()))
    environment = {"CLOCK_AHEAD": str(ahead)}
    async with AsyncExitStack() as clients:
        exits = clients.enter_context(ExitStack())
        server = installations.make_server(
            exits, stack, tmp_path / "data", environment=environment, contents=Contents.EVENINGS
        )
        server.program = "tests/servers/failpoints.py"
        exits.callback(end_servers, [server])
        await asyncio.to_thread(server.start)
        sheet = server.evenings[0]
        resident = client_of(server, sheet, sheet["residents"][0])
        clients.push_async_callback(resident.leave)
        await resident.join()
        ack = await resident.send("question.ask", text="Canary of tomorrow?", kind="question")
        assert ack["type"] == "ack"
        [(stamped,)] = server.ask_database("SELECT max(at) FROM chat_sessions_event")
        assert stamped < datetime.now(UTC) + timedelta(minutes=5)
        states = server.ask_database("SELECT DISTINCT state FROM chat_sessions_chatsession WHERE starts_at > now()")
        assert {state for (state,) in states} <= {"scheduled"}


async def until_noticed(server: Server) -> None:
    deadline = time.monotonic() + 30
    while "The system clock jumped forward" not in server.log:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


def status_of_desk(server: Server, sheet: dict[str, Any]) -> int:
    address = f"{server.base_url}/desk/{sheet['chat_session']}/"
    request = urllib.request.Request(address, headers={"Cookie": f"sessionid={sheet['moderator']}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(answer.status) if answer.url == address else 302
