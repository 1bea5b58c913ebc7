"""Hints are lost, late, repeated and out of order: all clients still get all events once, in order."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, ServedEvenings, on
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.preparing import Contents
from tests.servers.stacks import SQLITE, UVICORN, Stack

pytestmark = [on(SQLITE, UVICORN), pytest.mark.long]


@pytest.fixture(scope="module")
def served_evenings(
    installations: Installations, stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedEvenings]:
    """A server whose rooms get hints by chance."""
    with ExitStack() as exits:
        folder, chaos = tmp_path_factory.mktemp("evenings"), {"HINT_CHAOS": "95"}
        server = installations.make_server(exits, stack, folder / "data", environment=chaos, contents=Contents.EVENINGS)
        server.program = str(Path("tests/servers/failpoints.py"))
        exits.callback(end_servers, [server])
        server.start()
        yield ServedEvenings(server, iter(server.evenings))


@pytest.mark.row("fault", 9)
async def test_hints_that_cannot_be_relied_on_cost_time_and_nothing_else(evening: FaultyEvening) -> None:
    resident, desk = await evening.client("0"), await evening.client("moderator")
    backers = [await evening.client(person) for person in ("1", "2")]
    _onlookers = [await evening.client("visitor") for _ in range(6)]
    for number in range(8):
        asked = (await resident.send("question.ask", text=f"Canary {number}?", kind="question"))["result"]
        if number % 2:
            approved = await desk.send("question.approve", question=asked["question"], version=1)
            assert approved["type"] == "ack"
            for backer in backers:
                assert (await backer.send("question.back", question=asked["question"], on=True))["type"] == "ack"
    await evening.promises_kept()
