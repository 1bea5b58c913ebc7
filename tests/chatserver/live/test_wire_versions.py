"""Clients of other versions: those of the previous version find all that they know, older ones are told to reload."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chatserver.live.wire.protocol import OLDEST_VERSION, PROTOCOL_VERSION
from tests.chatserver.live.conftest import LiveEvening, on
from tests.clients.live_client import LiveClient
from tests.clients.wire_recording import missing_from, play
from tests.clients.wire_schema import require_described
from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.servers.stacks import SQLITE

pytestmark = [pytest.mark.slow, on(SQLITE)]

RECORDED = Path(__file__).with_name("recorded")
TOO_OLD, TOO_NEW = OLDEST_VERSION - 1, PROTOCOL_VERSION + 1


@pytest.mark.long
@pytest.mark.row("fault", 32)
@pytest.mark.parametrize("version", range(OLDEST_VERSION, PROTOCOL_VERSION + 1))
async def test_a_client_of_an_older_version_says_what_it_did_and_finds_what_it_knows(
    serve: Serve, live_on: Callable[[Server], LiveEvening], version: int
) -> None:
    recorded = json.loads((RECORDED / f"version_{version}.json").read_text(encoding="utf-8"))
    evening = live_on(serve("--demo"))

    clients: list[LiveClient] = []

    async def client_of(who: str, door: str) -> LiveClient:
        clients.append(await evening.client(who, door=door))
        return clients[-1]

    played = await play(client_of, recorded["steps"])
    codes = [[reply.get("code") for reply in each["replies"]] for each in (played, recorded)]
    assert codes[0] == codes[1]
    assert list(missing_from(played["replies"], recorded["replies"])) == []
    assert list(missing_from(played["frames"], recorded["frames"])) == []
    assert require_described(frame for client in clients for frame in client.frames) > len(recorded["steps"])


@pytest.mark.long
async def test_a_client_that_is_too_old_is_told_to_reload_the_page(live: LiveEvening) -> None:
    for door, person in (("room", "visitor"), ("room", "resident 0"), ("desk", "moderator 0")):
        client = await live.client(person, door=door, joins=False)
        await client.join(v=TOO_OLD)
        assert (await client.until_closed(), client.byes[-1]["code"], client.frames[0]["type"]) == (4426, 4426, "bye")


async def test_a_page_that_is_newer_than_this_process_comes_back_in_a_moment(live: LiveEvening) -> None:
    client = await live.client("resident 0", joins=False)
    await client.join(v=TOO_NEW)
    assert (await client.until_closed(), 0 <= client.byes[-1]["after_ms"] <= 5000) == (4004, True)
    await client.join(v=PROTOCOL_VERSION)
    assert client.close_code is None


@pytest.mark.parametrize(("version", "status", "code"), [(TOO_OLD, 426, "outdated"), (TOO_NEW, 409, "resync")])
def test_by_plain_requests_it_is_the_same(live: LiveEvening, version: int, status: int, code: str) -> None:
    answered, body = live.server.get(f"/api/chat/{live.chat_session}/events?v={version}")
    frame = json.loads(body)
    assert (answered, frame["type"], frame["code"], frame["retry"]) == (status, "nack", code, True)
