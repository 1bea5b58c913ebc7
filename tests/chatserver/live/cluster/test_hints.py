"""A hint goes from the committing thread to the loops of this process; without one, to the other processes."""

import asyncio
import threading
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from chatserver.live.cluster import hints
from chatserver.live.cluster.hint_publisher import HintPublisher
from chatserver.live.cluster.hints import hear_backing, hear_growth, listen
from chatserver.live.cluster.messages import Hints


@pytest.fixture(autouse=True)
def nobody_else_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "_listening", {})


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[list[Hints]]:
    """The hints that go out by Redis, whose place an empty list takes."""
    told: list[Hints] = []
    settings.CHANNEL_LAYERS = {"default": {}}
    monkeypatch.setattr(HintPublisher, "tell", lambda _self, hints: told.append(hints))
    hints._publisher.cache_clear()
    yield told
    hints._publisher.cache_clear()


def hints_of(chat_session: UUID) -> list[Hints]:
    return [Hints(grew=frozenset({chat_session})), Hints(backed=frozenset({chat_session}))]


def commit(chat_session: UUID) -> None:
    """What the log calls after a commit."""
    hear_growth(chat_session_id=chat_session, stream="public", seq=7)
    hear_backing(chat_session_id=chat_session)


async def test_a_loop_is_told_in_its_own_thread_what_another_thread_committed() -> None:
    heard: asyncio.Queue[tuple[Hints, int]] = asyncio.Queue()
    listen(asyncio.get_running_loop(), lambda hints: heard.put_nowait((hints, threading.get_ident())))
    chat_session, here = uuid4(), threading.get_ident()
    await asyncio.to_thread(commit, chat_session)
    assert [await heard.get() for _ in range(2)] == [(each, here) for each in hints_of(chat_session)]


async def test_while_a_loop_listens_nothing_is_published(published: list[Hints]) -> None:
    listen(asyncio.get_running_loop(), lambda _hints: None)
    await asyncio.to_thread(commit, uuid4())
    assert published == []


def test_without_a_loop_hints_are_published_by_the_committing_thread(published: list[Hints]) -> None:
    first, second = uuid4(), uuid4()
    commit(first)

    async def come_and_go() -> None:
        listen(asyncio.get_running_loop(), lambda _hints: None)

    asyncio.run(come_and_go())
    commit(second)
    assert published == [*hints_of(first), *hints_of(second)]
    assert hints._listening == {}


def test_without_redis_nothing_is_published(published: list[Hints], settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {}
    commit(uuid4())
    assert published == []
