"""Which long polls are answered in the event loop, and which take a turn as other pages do."""

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from chatserver.database.pools import readers, writers
from chatserver.live.fanout import kept_places
from chatserver.live.fanout.hub import Hub, attendance_in, hub_here
from chatserver.live.wire.resume import LONGEST_QUERY
from chatserver.web.long_poll_endpoint import COMPRESSED_HERE, POLL_PACE, LongPollEndpoint
from moderation.questions.notices import post_notice
from tests.chatserver.live.sockets import close_connections
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]
ADDRESS = "192.0.2.7"


class Pages:
    """Stands where the pages' turns begin: counts who comes there."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, _scope: Any, _receive: Any, _send: Any) -> None:
        self.asked += 1


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def hub(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    monkeypatch.setattr(kept_places, "ASKS_AGAIN_WITHIN_S", 0.2)
    yield hub_here()
    async with asyncio.timeout(60):
        while sum(attendance_in(evening.chat_session.pk)):  # noqa: ASYNC110 -- places are kept for a moment
            await asyncio.sleep(0.01)
    await close_connections()


async def end_of(hub: Hub, evening: Evening) -> tuple[str, int]:
    """The epoch and the position of the public stream, once the room has followed it to its end."""
    room = await hub.open_room(evening.chat_session.pk)
    assert room is not None
    logged = await writers.run(lambda: evening.chat_session.streams.get(name="public").seq)
    async with asyncio.timeout(60):
        while room.tailer.streams.public.seq < logged:
            room.tailer.hint()
            await asyncio.sleep(0.01)
    return room.tailer.streams.public.epoch, logged


async def ask(pages: Pages, chat_session_id: object, query: str) -> list[dict[str, Any]]:
    """What is answered in the event loop; empty where the pages were asked."""
    answered: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        answered.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/api/chat/{chat_session_id}/events",
        "query_string": query.encode(),
        "headers": [(b"host", b"testserver"), (b"accept-encoding", b"gzip")],
        "client": (ADDRESS, 1),
    }
    await LongPollEndpoint(pages)(scope, asyncio.Future, send)
    return answered


@pytest.mark.row("threat", 38)
async def test_what_is_made_for_one_client_alone_takes_a_turn(hub: Hub, evening: Evening) -> None:
    """Each position that nobody else has costs the event loop a frame of its own, of up to a quarter of a megabyte."""
    for number in range(60):
        words = f"{number}: {'জল জমে আছে। ' * 30}".strip()
        await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text=words)
    epoch, seq = await end_of(hub, evening)
    pages = Pages()
    assert await ask(pages, evening.chat_session.pk, f"epoch={epoch}&since={seq - 50}&wait=25") == []
    assert pages.asked == 1
    head, body = await ask(pages, evening.chat_session.pk, f"epoch={epoch}&since={seq - 20}&wait=25")
    frame = gzip.decompress(body["body"])
    assert (head["status"], len(json.loads(frame)["events"]), pages.asked) == (200, 20, 1)
    assert len(frame) > COMPRESSED_HERE


@pytest.mark.row("threat", 38)
async def test_who_asks_without_end_takes_a_turn(hub: Hub, evening: Evening) -> None:
    epoch, seq = await end_of(hub, evening)
    pages, query = Pages(), f"epoch={epoch}&since={seq - 1}&wait=25"
    assert len(await ask(pages, evening.chat_session.pk, query)) == 2
    in_a_minute = time.monotonic() + 60  # what is taken then has not come back by now, however slow the machine is
    while POLL_PACE.take(None, ADDRESS, in_a_minute):
        pass
    assert (await ask(pages, evening.chat_session.pk, query), pages.asked) == ([], 1)


async def test_a_query_that_is_no_clients_is_left_to_the_page(hub: Hub, evening: Evening) -> None:
    epoch, seq = await end_of(hub, evening)
    pages, query = Pages(), f"epoch={epoch}&since={seq - 1}&wait=25"
    assert (await ask(pages, evening.chat_session.pk, query + "&a=1" * LONGEST_QUERY), pages.asked) == ([], 1)


@pytest.mark.row("threat", 38)
async def test_a_chat_that_does_not_exist_costs_one_query_and_asked_for_again_none(hub: Hub, evening: Evening) -> None:
    pages, invented = Pages(), uuid4()
    async with counted_queries() as queries:
        for _time in range(3):
            head, body = await ask(pages, invented, "epoch=a&since=1&wait=25")
            assert (head["status"], json.loads(body["body"])["code"]) == (404, "not_found")
    assert (len(queries), pages.asked) == (1, 0)


@asynccontextmanager
async def counted_queries() -> AsyncIterator[list[str]]:
    """Queries of all threads that read for the event loop."""
    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    await on_each_reader(lambda: connection.execute_wrappers.append(note))
    yield queries
    await on_each_reader(count_no_longer)


def count_no_longer() -> None:
    connection.execute_wrappers.clear()  # each thread has a connection of its own


async def on_each_reader(act: Callable[[], object]) -> None:
    together = Barrier(readers.threads)

    def act_with_others() -> None:
        together.wait(60)
        act()

    await asyncio.gather(*(readers.run(act_with_others) for _thread in range(readers.threads)))
