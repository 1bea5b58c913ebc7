"""On a real server: people are admitted at the join and at each command, and who may no longer stay is out in time."""

import socket
import time
from itertools import product
from typing import Any

import pytest

from tests.clients.live_client import LiveClient
from tests.measuring.stopwatch import Stopwatch
from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.long]

WITHIN_S = 5.0
OTHER_ORIGINS = (
    "http://evil.example",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "https://127.0.0.1:{port}",
    "null",
)
REFUSED = (400, 403)


@pytest.mark.row("threat", 12)
@pytest.mark.row("threat", 6)
@pytest.mark.row("threat", 2)
@pytest.mark.row("threat", 1)
async def test_sockets_refuse_other_origins_and_people_who_may_not_enter(served: Server) -> None:
    here, there = make_evenings(served, 2)
    assert other_origins_let_in(served, here) == []
    await stays_outside(served, here["residents"][0], here["chat_session"], 4403)
    await stays_outside(served, here["clerk_without_proof"], here["chat_session"], 4403)
    await stays_outside(served, "", here["chat_session"], 4401)
    await neighbour_only_reads(served, here, there)
    await banned_is_out_in_time(served, here)


def other_origins_let_in(served: Server, sheet: dict[str, Any]) -> list[tuple[object, ...]]:
    """Every other origin, none, and two of them, by either door, with the cookies of staff, resident and nobody."""
    own = served.base_url
    given = [[origin.format(port=served.port)] for origin in OTHER_ORIGINS] + [[], [own, "http://evil.example"]]
    doors, cookies = ("room", "desk"), ("", sheet["residents"][0], sheet["moderator"])
    found = [(*cell, shake_hands(served, sheet, *cell)) for cell in product(given, doors, cookies)]
    assert shake_hands(served, sheet, [own], "room", "") == 101
    return [cell for cell in found if cell[-1] not in REFUSED]


def shake_hands(served: Server, sheet: dict[str, Any], origins: list[str], door: str, cookie: str) -> int:
    """The status of a handshake with exactly these Origin headers."""
    lines = [
        f"GET /ws/{door}/{sheet['chat_session']}/ HTTP/1.1",
        f"Host: 127.0.0.1:{served.port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        *(f"Origin: {origin}" for origin in origins),
        *([f"Cookie: sessionid={cookie}"] if cookie else []),
    ]
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        return int(line.recv(64).split()[1])


async def stays_outside(served: Server, cookie: str, chat_session: str, code: int) -> None:
    """At the desk: closed with the code, and nothing was said before but why."""
    client = LiveClient(served.base_url, chat_session, door="desk", cookie=f"sessionid={cookie}" if cookie else "")
    await client.join()
    assert await client.until_closed() == code
    assert [frame["type"] for frame in client.frames] == ["bye"]


async def neighbour_only_reads(served: Server, here: dict[str, Any], there: dict[str, Any]) -> None:
    async with client_of(served, here, there["residents"][0]) as neighbour:
        assert (neighbour.you["role"], neighbour.you["may"]) == ("resident", [])
        for command in (
            {"op": "question.ask", "text": "May I?", "kind": "question"},
            {"op": "notice.post", "text": "x"},
        ):
            for give in (neighbour.send, neighbour.post):
                assert (await give(**command))["code"] == "forbidden"


async def banned_is_out_in_time(served: Server, sheet: dict[str, Any]) -> None:
    author, second = (client_of(served, sheet, sheet["residents"][0]) for _ in range(2))
    clerk = client_of(served, sheet, sheet["clerk"], door="desk")
    neighbour = client_of(served, sheet, sheet["residents"][1])
    for client in (author, second, clerk, neighbour):
        await client.join()
    asked = await author.send("question.ask", text="I will find you.", kind="complaint")
    question = asked["result"]["question"]
    done = await clerk.send("resident.ban", question=question, days=30, reason="Threats")
    banned_at, watch = time.time(), Stopwatch(served)
    assert done["type"] == "ack"
    assert (await author.post("question.ask", text="Again", kind="question"))["code"] == "banned"
    for client in (author, second):
        assert await client.until_closed() == 4403
        assert client.closed_at - banned_at - watch.waited_s <= WITHIN_S
    await stays_out(served, sheet)
    assert (await neighbour.send("question.ask", text="Still here", kind="question"))["type"] == "ack"
    for client in (clerk, neighbour):
        await client.leave()


async def stays_out(served: Server, sheet: dict[str, Any]) -> None:
    again = client_of(served, sheet, sheet["residents"][0])
    await again.join()
    assert (await again.until_closed(), again.byes[-1]["why"].endswith(": Threats")) == (4403, True)
