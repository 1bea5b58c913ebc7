"""The memory of an evening of many questions is freed once everybody has gone."""

import asyncio
import gc
import tracemalloc
from datetime import timedelta
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction

from chatserver.live.fanout import hub as hubs
from chatserver.live.fanout import room
from chatserver.live.fanout.hub import Hub
from chatserver.live.fanout.polling import polled_frame
from chatserver.live.wire.resume import ResumePosition
from sessions.log import known_streams, log
from sessions.log.events.desk import DeskAsked
from sessions.log.logged_event import wire_time
from tests.factories.evening import make_evening

pytestmark = pytest.mark.long

QUESTIONS = 5000
KEPT_AT_MOST = 1_000_000
"""In bytes; the evening takes some ten times as much while a client is there."""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
async def test_a_room_of_thousands_of_questions_leaves_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "CHECK_EVERY_S", 0.05)
    chat_session_id = await sync_to_async(fill)()
    hub = Hub()
    await look_at(hub, chat_session_id)
    await everything_is_let_go(hub, monkeypatch)  # what a first evening loads for good: code, connections, patterns
    gc.collect()
    tracemalloc.start()
    try:
        await look_at(hub, chat_session_id)
        while_there, _most = tracemalloc.get_traced_memory()
        await everything_is_let_go(hub, monkeypatch)
        async with asyncio.timeout(30):
            while (left := traced_bytes()) >= KEPT_AT_MOST:  # the room's tasks end a moment later
                await asyncio.wait([hub._checking], timeout=0.05)
    finally:
        tracemalloc.stop()
        await hub.close()
        hub._checking.cancel()
        await sync_to_async(close_own)()  # the thread goes on, and would keep the test's database in use
    assert while_there > 5 * KEPT_AT_MOST
    assert left < KEPT_AT_MOST


def close_own() -> None:
    connection.close()


def traced_bytes() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def look_at(hub: Hub, chat_session_id: UUID) -> None:
    """A socket's room, a poll and a page."""
    assert await hub.open_room(chat_session_id) is not None
    await sync_to_async(read_all)(chat_session_id)


def read_all(chat_session_id: UUID) -> None:
    polled_frame(chat_session_id, "desk", ResumePosition())
    for stream in ("public", "desk"):
        known_streams.current_state(chat_session_id, stream)


async def everything_is_let_go(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything go, as after the minutes for which rooms and streams are kept."""
    with monkeypatch.context() as later:
        later.setattr(room, "UNUSED_AFTER_S", -1.0)
        later.setattr(known_streams, "UNUSED_S", -1.0)
        async with asyncio.timeout(30):
            while hub._rooms or hub._tasks or known_streams._streams:
                await asyncio.wait([hub._checking], timeout=0.05)


def fill() -> UUID:
    evening = make_evening()
    entries = [
        log.NewEvent(
            DeskAsked(
                id=str(UUID(int=number)),
                text=f"When will the drain behind the market be cleaned, and who looks after it? ({number})",
                kind="question",
                label="Resident, ward 95",
                receipt=f"R{number}",
                asked_at=wire_time(evening.chat_session.starts_at + timedelta(seconds=number)),
                version=1,
            ),
            "resident",
            author=UUID(int=number),
        )
        for number in range(QUESTIONS)
    ]
    with transaction.atomic():
        log.append_all(evening.chat_session, entries)
    return evening.chat_session.pk
