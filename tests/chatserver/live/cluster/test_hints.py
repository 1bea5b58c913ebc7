"""A hint goes from the committing thread to the loops of this process; without one, to a callback."""

import asyncio
import threading
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from chatserver.live.cluster import hints
from chatserver.live.cluster.hints import hint_backing, hint_growth, listen, listen_without_loop
from chatserver.live.cluster.messages import Hints
from sessions.log.log import backing_changed, stream_grew


@pytest.fixture(autouse=True)
def nobody_else_listens(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(hints, "_loops", set())
    before = [(signal, list(signal.receivers)) for signal in (stream_grew, backing_changed)]
    for signal, _receivers in before:
        signal.receivers = []
        signal.sender_receivers_cache.clear()
    yield
    for signal, receivers in before:
        signal.receivers = receivers


def commit(chat_session: UUID) -> None:
    """The signal that the log sends after a commit."""
    stream_grew.send(sender=None, chat_session_id=chat_session, stream="public", seq=7)
    backing_changed.send(sender=None, chat_session_id=chat_session)


async def test_a_loop_is_told_in_its_own_thread_what_another_thread_committed() -> None:
    heard: asyncio.Queue[tuple[Hints, int]] = asyncio.Queue()
    listen(asyncio.get_running_loop(), lambda hints: heard.put_nowait((hints, threading.get_ident())))
    chat_session, here = uuid4(), threading.get_ident()
    await asyncio.to_thread(commit, chat_session)
    assert [await heard.get() for _ in range(2)] == [
        (hint_growth(chat_session), here),
        (hint_backing(chat_session), here),
    ]


async def test_while_a_loop_listens_the_other_callback_is_not_called() -> None:
    passed_by: list[Hints] = []
    listen_without_loop(passed_by.append)
    listen(asyncio.get_running_loop(), lambda _hints: None)
    await asyncio.to_thread(commit, uuid4())
    assert passed_by == []


def test_without_a_loop_the_callback_runs_in_the_committing_thread() -> None:
    told: list[Hints] = []
    listen_without_loop(told.append)
    first, second = uuid4(), uuid4()
    commit(first)

    async def come_and_go() -> None:
        listen(asyncio.get_running_loop(), lambda _hints: None)

    asyncio.run(come_and_go())
    commit(second)
    assert told == [hint_growth(first), hint_backing(first), hint_growth(second), hint_backing(second)]
    assert hints._loops == set()
    assert len(stream_grew.receivers) == 1
