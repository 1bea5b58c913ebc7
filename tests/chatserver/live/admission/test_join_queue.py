"""People who arrive together are admitted together."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.db import OperationalError, connection

from chatserver.database.pools import DatabasePool
from chatserver.live.admission import join_queue
from chatserver.live.admission.admitting import AdmissionUnknown, JoinRequest, JoinResult
from chatserver.live.admission.identity import read_handshake
from chatserver.live.admission.join_queue import MAX_TOGETHER, JoinQueue
from sessions.platform.refusals import Refused
from tests.chatserver.live.sockets import headers_of
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


class HeldJoinQueue:
    """A join queue whose only thread is held until open() is called, and which counts its queries."""

    def __init__(self) -> None:
        self.pool = DatabasePool("test-read", 1)
        self.join_queue = JoinQueue(self.pool)
        self.queries = 0
        self._is_open = threading.Event()
        self._holding = asyncio.create_task(self.pool.run(self._hold))

    async def open(self) -> None:
        self._is_open.set()
        await self._holding

    def _hold(self) -> None:
        self._is_open.wait()
        connection.execute_wrappers.append(self._count)

    def _count(self, execute: Any, *rest: Any) -> Any:
        self.queries += 1
        return execute(*rest)

    def close(self) -> None:
        connection.execute_wrappers.clear()
        connection.close()


@pytest.fixture
async def held(evening: Evening) -> AsyncIterator[HeldJoinQueue]:
    held = HeldJoinQueue()
    yield held
    await held.open()
    await held.pool.run(held.close)


def visitor(evening: Evening, door: str = "room") -> JoinRequest:
    return JoinRequest(read_handshake(headers_of(None)), evening.chat_session.pk, door)


def residents(evening: Evening) -> list[JoinRequest]:
    try:
        headers = [headers_of(person) for person in evening.residents]
    finally:
        connection.close()
    return [JoinRequest(read_handshake(one), evening.chat_session.pk, "room") for one in headers]


async def test_people_who_come_during_a_batch_share_the_queries_of_the_next(
    held: HeldJoinQueue, evening: Evening
) -> None:
    join_requests = (await asyncio.to_thread(residents, evening)) * 10
    waiting = [asyncio.create_task(held.join_queue.let_in(one)) for one in join_requests]
    await asyncio.sleep(0)
    await held.open()
    joined = await asyncio.gather(*waiting)
    assert [joined.person.account_id for joined in joined] == [person.pk for person in evening.residents * 10]
    assert held.queries == 6


async def test_a_crowd_is_admitted_in_batches(held: HeldJoinQueue, evening: Evening) -> None:
    one = visitor(evening)
    waiting = [asyncio.create_task(held.join_queue.let_in(one)) for _ in range(2 * MAX_TOGETHER + 1)]
    await asyncio.sleep(0)
    await held.open()
    assert {type(joined) for joined in await asyncio.gather(*waiting)} == {JoinResult}
    assert held.queries == 3


async def test_a_refusal_reaches_the_person_it_is_meant_for(held: HeldJoinQueue, evening: Evening) -> None:
    waiting = [held.join_queue.let_in(visitor(evening, door)) for door in ("room", "desk", "room")]
    gathered = asyncio.gather(*waiting, return_exceptions=True)
    await held.open()
    inside, refused, beside = await gathered
    assert (type(inside), type(beside)) == (JoinResult, JoinResult)
    assert isinstance(refused, Refused)
    assert refused.code == "sign_in"


async def test_a_person_who_has_gone_is_not_read(held: HeldJoinQueue, evening: Evening) -> None:
    gone, kept = [asyncio.create_task(held.join_queue.let_in(visitor(evening))) for _ in range(2)]
    await asyncio.sleep(0)
    gone.cancel()
    kept.cancel()
    await asyncio.gather(gone, kept, return_exceptions=True)
    await held.open()
    assert type(await held.join_queue.let_in(visitor(evening))) is JoinResult
    assert held.queries == 1


@pytest.mark.long
@pytest.mark.parametrize("turns", range(8))
async def test_a_person_who_comes_just_after_the_last_batch_is_admitted_too(
    held: HeldJoinQueue, evening: Evening, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    monkeypatch.setattr(join_queue, "GATHER_S", 0.0)
    await held.open()
    await held.join_queue.let_in(visitor(evening))
    for _ in range(turns):  # of the loop, until the one in which nothing is found to do
        await asyncio.sleep(0)
    async with asyncio.timeout(30):
        assert type(await held.join_queue.let_in(visitor(evening))) is JoinResult


async def test_a_database_that_is_away_is_told_to_each_and_logged_once(
    held: HeldJoinQueue, evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    breaking = asyncio.create_task(held.pool.run(break_database))
    waiting = [asyncio.create_task(held.join_queue.let_in(visitor(evening))) for _ in range(5)]
    await asyncio.sleep(0)
    await held.open()
    with caplog.at_level(logging.ERROR):
        answers = await asyncio.gather(breaking, *waiting, return_exceptions=True)
    assert [type(answer) for answer in answers[1:]] == [AdmissionUnknown] * 5
    assert caplog.text.count("Admission check failed for 5 connections.") == 1
    await held.pool.run(mend_database)
    assert type(await held.join_queue.let_in(visitor(evening))) is JoinResult


def break_database() -> None:
    connection.execute_wrappers.append(fail)


def mend_database() -> None:
    connection.execute_wrappers.clear()


def fail(*_call: Any) -> Any:
    raise OperationalError("gone")
