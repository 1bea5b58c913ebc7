"""One person's connection: what it does when it is cut, refused, told to wait or closed. The far end is scripted."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from chatserver.demo.playing import stream_positions
from chatserver.demo.playing.connection import ClosedForGood, DemoConnection
from chatserver.demo.playing.signing_in import NotLetIn, open_sign_in_link

LINK = "/demo/sign-in/token/"
WELCOME = {"type": "welcome", "v": 1, "epoch": "E", "seq": 3, "you": {"role": "resident", "may": [], "questions": []}}
SNAPSHOT = {"type": "snapshot", "stream": "public", "epoch": "E", "seq": 3, "state": {}}

Handler = Callable[["FarEnd", ServerConnection], Awaitable[None]]


class FarEnd:
    """A server that signs everybody in and lets a handler speak to each socket; it remembers what it was asked."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.base_url = ""
        self.sign_ins = 0
        self.addresses: list[str] = []
        self.headers: list[Headers] = []
        self.heard: list[dict[str, Any]] = []

    async def answer_http(self, connection: ServerConnection, request: Request) -> Response | None:
        if request.path.startswith("/ws/"):
            return None
        self.sign_ins += request.path == LINK
        response = connection.respond(HTTPStatus.FOUND if request.path == LINK else HTTPStatus.NOT_FOUND, "")
        if request.path == LINK:
            response.headers["Set-Cookie"] = "sessionid=abc; HttpOnly; Path=/"
        return response

    async def answer_socket(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        self.addresses.append(socket.request.path)
        self.headers.append(socket.request.headers)
        await self.handler(self, socket)

    async def hear(self, socket: ServerConnection) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await socket.recv())
        self.heard.append(frame)
        return frame


@asynccontextmanager
async def far_end(handler: Handler) -> AsyncIterator[FarEnd]:
    far = FarEnd(handler)
    async with serve(far.answer_socket, "127.0.0.1", 0, process_request=far.answer_http) as server:
        far.base_url = f"http://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        yield far


@asynccontextmanager
async def connected_to(far: FarEnd, listener: Any = None) -> AsyncIterator[tuple[DemoConnection, asyncio.Task[None]]]:
    connection = DemoConnection(far.base_url, LINK, "/ws/room/X/", listener)
    running = asyncio.create_task(connection.run())
    yield connection, running
    running.cancel()
    await asyncio.wait([running])


async def say(socket: ServerConnection, *frames: dict[str, Any]) -> None:
    for frame in frames:
        await socket.send(json.dumps(frame))


def events(first: int, last: int) -> dict[str, Any]:
    told = [{"seq": seq, "type": "notice.posted"} for seq in range(first, last + 1)]
    return {"type": "events", "stream": "public", "epoch": "E", "first": first, "seq": last, "events": told}


class Notebook:
    """A listener that writes down the numbers."""

    def __init__(self) -> None:
        self.seqs: list[int] = []
        self.snapshots: list[str] = []
        self.is_caught_up = asyncio.Event()

    def take_snapshot(self, stream: str, state: dict[str, Any]) -> None:
        self.snapshots.append(stream)

    def take_events(self, stream: str, events: list[dict[str, Any]], counts: dict[str, Any] | None) -> None:
        self.seqs += [event["seq"] for event in events]
        if 9 in self.seqs:
            self.is_caught_up.set()


async def test_it_signs_in_once_and_says_where_it_comes_from() -> None:
    async def answer(far: FarEnd, socket: ServerConnection) -> None:
        await say(socket, WELCOME, SNAPSHOT)
        command = await far.hear(socket)
        await say(socket, {"type": "ack", "ref": command["ref"], "result": {"question": "Q"}})
        await socket.wait_closed()

    async with far_end(answer) as far, connected_to(far) as (connection, _running):
        reply = await connection.command("question.ask", text="When?", kind="question")
    assert (reply.is_done, reply.facts) == (True, {"question": "Q"})
    assert far.sign_ins == 1
    assert far.headers[0]["Cookie"] == "sessionid=abc"
    assert far.headers[0]["Origin"] == far.base_url


async def test_a_cut_connection_resumes_from_where_it_was_and_repeats_the_command_with_its_ref() -> None:
    async def answer(far: FarEnd, socket: ServerConnection) -> None:
        if len(far.addresses) == 1:
            await say(socket, WELCOME, SNAPSHOT, events(4, 5))
            await far.hear(socket)
            await say(socket, {"type": "bye", "code": 4000, "why": "", "after_ms": 10})
            await socket.close(4000)
            return
        await say(socket, WELCOME)
        command = await far.hear(socket)
        await say(socket, {"type": "ack", "ref": command["ref"], "result": {}, "duplicate": True})
        await socket.wait_closed()

    async with far_end(answer) as far, connected_to(far) as (connection, _running):
        assert (await connection.command("question.back", question="Q", on=True)).is_done
    assert far.addresses == ["/ws/room/X/", "/ws/room/X/?epoch=E&since=5"]
    assert far.heard[0] == far.heard[1]
    assert far.sign_ins == 1


@pytest.mark.costly
async def test_what_came_twice_is_told_once_and_a_gap_leads_to_a_new_connection() -> None:
    async def answer(far: FarEnd, socket: ServerConnection) -> None:
        if len(far.addresses) == 1:
            await say(socket, WELCOME, SNAPSHOT, events(4, 5), events(5, 6), events(9, 9))
        else:
            await say(socket, WELCOME, events(7, 9))
        await socket.wait_closed()

    notebook = Notebook()
    async with far_end(answer) as far, connected_to(far, notebook):
        await asyncio.wait_for(notebook.is_caught_up.wait(), 10)
    assert notebook.seqs == [4, 5, 6, 7, 8, 9]
    assert notebook.snapshots == ["public"]
    assert far.addresses[1] == "/ws/room/X/?epoch=E&since=6"


async def test_it_confirms_four_frames_at_once_and_fewer_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_positions, "CONFIRM_WITHIN_S", 60.0)
    confirmed: asyncio.Queue[int] = asyncio.Queue()

    async def answer(far: FarEnd, socket: ServerConnection) -> None:
        await say(socket, WELCOME, SNAPSHOT, *(events(seq, seq) for seq in range(4, 8)))
        confirmed.put_nowait((await far.hear(socket))["seq"])
        monkeypatch.setattr(stream_positions, "CONFIRM_WITHIN_S", 0.2)
        await say(socket, events(8, 8))
        confirmed.put_nowait((await far.hear(socket))["seq"])
        await socket.wait_closed()

    async with far_end(answer) as far, connected_to(far):
        assert await asyncio.wait_for(confirmed.get(), 30) == 7
        assert await asyncio.wait_for(confirmed.get(), 30) == 8
    assert {frame["type"] for frame in far.heard} == {"pos"}


async def test_it_waits_as_long_as_it_is_told_and_gives_up_only_what_is_refused_for_good() -> None:
    async def answer(far: FarEnd, socket: ServerConnection) -> None:
        await say(socket, WELCOME, SNAPSHOT)
        first = await far.hear(socket)
        nack = {"type": "nack", "ref": first["ref"], "message": "", "retry": True, "after_ms": 50}
        await say(socket, nack | {"code": "rate_limited"})
        await far.hear(socket)
        await say(socket, nack | {"code": "stale", "retry": False, "after_ms": None, "version": 3})
        await socket.wait_closed()

    async with far_end(answer) as far, connected_to(far) as (connection, _running):
        reply = await connection.command("question.approve", question="Q", version=2)
    assert (reply.code, reply.facts["version"]) == ("stale", 3)
    assert far.heard[0] == far.heard[1]


async def test_it_does_not_come_back_when_it_is_sent_away() -> None:
    async def answer(far: FarEnd, socket: ServerConnection) -> None:
        await say(socket, {"type": "bye", "code": 4410, "why": "", "after_ms": None})
        await socket.close(4410)

    async with far_end(answer) as far, connected_to(far) as (_connection, running):
        with pytest.raises(ClosedForGood, match="4410"):
            await asyncio.wait_for(running, 10)
    assert len(far.addresses) == 1


async def test_a_link_that_opens_nothing_is_said_to_be_so() -> None:
    async def answer(far: FarEnd, socket: ServerConnection) -> None:
        raise ConnectionClosed(None, None)

    async with far_end(answer) as far:
        with pytest.raises(NotLetIn, match="404"):
            await asyncio.to_thread(open_sign_in_link, far.base_url, "/demo/sign-in/other/")
