"""Commands that arrive while a batch is being written are written together and in order."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from chatserver.database.pools import DatabasePool
from chatserver.live.commands import command_queue
from chatserver.live.commands.command_queue import MAX_TOGETHER, CommandQueue, pause_s
from chatserver.live.commands.replies import Reply
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.wire.decoding import make_command
from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, Question
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


def ask(evening: Evening, text: str, *, by: int = 0) -> SubmittedCommand:
    command = make_command(str(uuid4()), "question.ask", {"text": text, "kind": "question"})
    return SubmittedCommand(evening.residents[by].pk, evening.chat_session.pk, "room", "en", command)


def post(evening: Evening, text: str) -> SubmittedCommand:
    return desk_command(evening, "notice.post", text=text)


def desk_command(evening: Evening, op: str, **fields: object) -> SubmittedCommand:
    command = make_command(str(uuid4()), op, fields)
    return SubmittedCommand(evening.moderator.pk, evening.chat_session.pk, "desk", "en", command, is_proven=True)


def codes(replies: Iterable[Reply]) -> list[str]:
    return [reply.code or "ack" for reply in replies]


def texts() -> list[str]:
    return sorted(Question.objects.values_list("text", flat=True))


class Gate:
    """A writer whose only thread is held until open() is called."""

    def __init__(self) -> None:
        self.pool = DatabasePool("test-write", 1)
        self.writer = CommandQueue(self.pool)
        self._is_open = threading.Event()
        self._holding = asyncio.create_task(self.pool.run(self._is_open.wait))

    async def open(self) -> None:
        self._is_open.set()
        await self._holding

    async def close(self) -> None:
        await self.pool.run(close_own_connection)


@pytest.mark.usefixtures("few_ask_for_many")
async def test_what_arrives_while_the_writer_is_busy_is_carried_out_together_and_in_order(evening: Evening) -> None:
    gate = Gate()
    commands = [ask(evening, f"Question {n}?", by=n % 3) for n in range(30)]
    waiting = [asyncio.create_task(gate.writer.submit(submitted)) for submitted in commands]
    await asyncio.sleep(0)
    await gate.open()
    replies = await asyncio.gather(*waiting)
    assert codes(replies) == ["ack"] * 30
    asked = await gate.pool.run(lambda: list(Question.objects.order_by("asked_at").values_list("text", flat=True)))
    assert asked == [f"Question {n}?" for n in range(30)]
    await gate.close()


@pytest.mark.parametrize(
    ("busy_ms", "took_ms", "pause_ms"),
    [
        (5, 5, 15),  # a quarter of the time in all
        (5, 15, 5),  # it waited for the disk, and others worked meanwhile
        (5, 200, 0),
        (90, 90, 30),  # nobody waits longer for the sake of the share alone
    ],
)
def test_the_next_batch_waits_for_more_so_that_writing_keeps_to_its_share(
    busy_ms: int, took_ms: int, pause_ms: int
) -> None:
    assert round(pause_s(busy_s=busy_ms / 1000, took_s=took_ms / 1000) * 1000) == pause_ms


async def test_a_command_in_an_empty_queue_does_not_wait(evening: Evening) -> None:
    gate = Gate()
    await gate.open()
    for number in range(3):
        assert codes([await gate.writer.submit(ask(evening, f"Question {number}?"))]) == ["ack"]
        assert gate.writer._queues == {}
    await gate.close()


async def test_a_closed_queue_finishes_its_commands_and_takes_no_further_ones(evening: Evening) -> None:
    gate = Gate()
    taken = asyncio.create_task(gate.writer.submit(ask(evening, "Drains?")))
    await asyncio.sleep(0)
    gate.writer.close()
    refused = await gate.writer.submit(ask(evening, "Lights?"))
    assert (refused.code, getattr(refused.frame, "retry", None)) == ("busy", True)
    await gate.open()
    await gate.writer.wait_idle()
    assert codes([await taken]) == ["ack"]
    assert await gate.pool.run(texts) == ["Drains?"]
    await gate.close()


async def test_a_command_that_nobody_waits_for_any_more_is_not_carried_out(evening: Evening) -> None:
    gate = Gate()
    given_up = asyncio.create_task(gate.writer.submit(ask(evening, "Drains?")))
    kept = asyncio.create_task(gate.writer.submit(ask(evening, "Lights?")))
    await asyncio.sleep(0)
    given_up.cancel()
    await gate.open()
    assert codes([await kept]) == ["ack"]
    assert await gate.pool.run(texts) == ["Lights?"]
    await gate.close()


async def test_a_batch_has_only_a_few_of_the_commands_that_take_long(evening: Evening) -> None:
    """Six notices are two batches: the second begins when the first is committed. Their order stays."""
    gate = Gate()
    notices = [post(evening, f"Notice {number}.") for number in range(6)]
    waiting = [asyncio.create_task(gate.writer.submit(submitted)) for submitted in notices]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [len(queue) for queue in gate.writer._queues.values()] == [2]
    await gate.open()
    assert codes(await asyncio.gather(*waiting)) == ["ack"] * 6
    events = await gate.pool.run(evening.public_events)
    assert [event["text"] for event in events if event["type"] == "notice.posted"] == [f"Notice {n}." for n in range(6)]
    await gate.close()


async def test_a_commit_serves_several_rooms_each_in_its_order(evening: Evening) -> None:
    other = await asyncio.to_thread(make_other)
    gate = Gate()
    waiting = [
        asyncio.create_task(gate.writer.submit(ask(there, f"Question {number}?")))
        for number in range(3)
        for there in (evening, other)
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert (gate.writer._queues, len(gate.writer._batches)) == ({}, 1)
    await gate.open()
    assert codes(await asyncio.gather(*waiting)) == ["ack"] * 6
    for there in (evening, other):
        events = await gate.pool.run(there.desk_events)
        assert [(event["seq"], event["text"]) for event in events] == [
            (number + 1, f"Question {number}?") for number in range(3)
        ]
    await gate.close()


async def test_a_command_about_many_questions_weighs_as_many(evening: Evening) -> None:
    """What comes after it is in the next batch, and does not wait for a long one."""
    gate = Gate()
    seen = [{"question": str(uuid4()), "version": 1} for _number in range(4)]
    many = desk_command(evening, "questions.decline", questions=seen, reason="off_topic", note="")
    waiting = [asyncio.create_task(gate.writer.submit(submitted)) for submitted in (many, post(evening, "Notice."))]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [len(queue) for queue in gate.writer._queues.values()] == [1]
    await gate.open()
    assert codes(await asyncio.gather(*waiting)) == ["not_found", "ack"]
    await gate.close()


async def test_a_batch_that_is_full_already_does_not_pause(evening: Evening) -> None:
    """Four commands of the desk fill it."""
    gate = Gate()
    gate.writer._pauses_until = time.monotonic() + 600
    waiting = [asyncio.create_task(gate.writer.submit(post(evening, f"Notice {number}."))) for number in range(4)]
    await gate.open()
    async with asyncio.timeout(60):
        assert codes(await asyncio.gather(*waiting)) == ["ack"] * 4
    await gate.close()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: its lock holds all rooms")
async def test_no_room_waits_for_one_that_fills_a_batch_and_is_locked(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_queue, "MAX_WAIT_FOR_BATCH_S", 600)
    other = await asyncio.to_thread(make_other)
    pool = DatabasePool("test-write", 2)
    writer = CommandQueue(pool)
    async with locked_elsewhere(evening.chat_session.pk):
        kept = [asyncio.create_task(writer.submit(post(evening, f"Notice {number}."))) for number in range(4)]
        free = asyncio.create_task(writer.submit(ask(other, "Lights?")))
        async with asyncio.timeout(60):
            assert codes([await free]) == ["ack"]
    assert codes(await asyncio.gather(*kept)) == ["ack"] * 4
    await close_connections_of_both(pool)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: its lock holds all rooms")
async def test_no_room_waits_for_another_room_s_lock(evening: Evening) -> None:
    other = await asyncio.to_thread(make_other)
    pool = DatabasePool("test-write", 2)
    writer = CommandQueue(pool)
    async with locked_elsewhere(evening.chat_session.pk):
        kept = [asyncio.create_task(writer.submit(ask(evening, f"Drains {number}?"))) for number in range(2)]
        free = [asyncio.create_task(writer.submit(ask(other, f"Lights {number}?"))) for number in range(2)]
        assert codes(await asyncio.gather(*free)) == ["ack"] * 2
        assert codes([await writer.submit(ask(other, "Roads?"))]) == ["ack"]
        kept.append(asyncio.create_task(writer.submit(ask(evening, "Drains 2?", by=1))))
        assert codes([await writer.submit(ask(other, "Lanes?", by=1))]) == ["ack"]
        assert [one.done() for one in kept] == [False, False, False]
    assert codes(await asyncio.gather(*kept)) == ["ack"] * 3
    assert [event["text"] for event in await pool.run(evening.desk_events)] == [f"Drains {n}?" for n in range(3)]
    assert (writer._queues, writer._locked_since) == ({}, {})
    await close_connections_of_both(pool)


@pytest.mark.usefixtures("few_ask_for_many")
async def test_a_room_with_more_commands_than_a_batch_takes_goes_after_the_others(evening: Evening) -> None:
    other = await asyncio.to_thread(make_other)
    gate = Gate()
    crowd = [ask(evening, f"Question {n}?", by=n % 3) for n in range(MAX_TOGETHER + 1)]
    waiting = [asyncio.create_task(gate.writer.submit(submitted)) for submitted in [*crowd, ask(other, "Drains?")]]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert list(gate.writer._queues) == [other.chat_session.pk, evening.chat_session.pk]
    await gate.open()
    assert codes(await asyncio.gather(*waiting)) == ["ack"] * len(waiting)
    await gate.close()


@asynccontextmanager
async def locked_elsewhere(chat_session_id: UUID) -> AsyncIterator[None]:
    """While another transaction holds this chat session."""
    is_over = threading.Event()
    holding = asyncio.create_task(asyncio.to_thread(hold_until, is_over, chat_session_id))
    try:
        await asyncio.to_thread(wait_until_locked, chat_session_id)
        yield
    finally:
        is_over.set()
        await holding


def hold_until(is_over: threading.Event, chat_session_id: UUID) -> None:
    try:
        with transaction.atomic():
            lock_chat_session(chat_session_id)
            is_over.wait(60)
    finally:
        connection.close()


def wait_until_locked(chat_session_id: UUID) -> None:
    rows = ChatSession.objects.select_for_update(skip_locked=True)
    try:
        is_locked = False
        while not is_locked:
            with transaction.atomic():
                is_locked = not rows.filter(pk=chat_session_id).exists()
    finally:
        connection.close()


def close_own_connection(others: threading.Barrier | None = None) -> None:
    """Run in each of the threads, because none takes a second turn before all have had theirs."""
    connection.close()
    if others is not None:
        others.wait(60)


async def close_connections_of_both(pool: DatabasePool) -> None:
    both = threading.Barrier(2)
    await asyncio.gather(*(pool.run(close_own_connection, both) for _thread in range(2)))


def make_other() -> Evening:
    try:
        return make_evening(number=96)
    finally:
        connection.close()
