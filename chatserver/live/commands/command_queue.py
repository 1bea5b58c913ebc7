"""Queue commands while the ones before them are being written, and keep the order of each chat session."""

import asyncio
import time
from itertools import chain
from uuid import UUID

from chatserver.database.pools import DatabasePool
from chatserver.live.commands.replies import Reply, later
from chatserver.live.commands.shared_operations import SHARED_OPERATIONS
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together, carry_out_unlocked
from chatserver.monitoring.metrics import ACK_SECONDS, BUSY_COMMANDS, NACK_SECONDS, UNANSWERED_SECONDS
from sessions.contract.limits import MAX_WAITING_COMMANDS

MAX_TOGETHER = 128
WEIGHT_ALONE = 32
"""A command that is decided alone takes as long as this many commands decided together. A batch with many such commands
would keep its chats locked for half a second.
"""

SHARE = 1 / 4
"""The share of one core that writing may take while no full batch waits: a batch costs much and a command in it little,
and the sockets of this process need the rest. Commands that come meanwhile make the next batch larger.
"""

MAX_PAUSE_S = 0.03
MAX_WAIT_FOR_BATCH_S = 0.5
"""Longest wait. After that, the other chats no longer wait for a batch whose query is slow."""

RETRY_LOCKED_S = 0.1
"""How long a chat that another transaction has locked is tried again with the others; then a batch of its own waits."""

TRY_AGAIN_S = 0.01
"""Seconds before the next batch, where all chats of one were locked elsewhere."""

type Waiting = tuple[SubmittedCommand, asyncio.Future[Reply]]
"""A command and the future of its reply."""

type ChatQueues = dict[UUID, list[Waiting]]
"""The waiting commands of each chat session, in their order."""


class CommandQueue:
    """Carries out the commands of all chats in batches, each batch in one transaction.

    A chat is in one batch at a time, so that the order of its commands is kept. If several threads write, no chat waits
    for another chat's lock: the commands of a chat that another transaction has locked come again in a later batch.
    Belongs to one event loop.
    """

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._queues: ChatQueues = {}
        self._locked_since: dict[UUID, float] = {}
        self._in_batch: set[UUID] = set()
        self._batches: set[asyncio.Task[None]] = set()
        self._running: asyncio.Task[None] | None = None
        self._pauses_until = 0.0
        self._waiting = 0
        self._is_closed = False
        self._idle = asyncio.Event()
        self._idle.set()

    def close(self) -> None:
        """Refuse commands from now on: their senders have to send them again, to another process."""
        self._is_closed = True

    async def wait_idle(self) -> None:
        """Wait until every accepted command is answered."""
        await self._idle.wait()

    async def submit(self, submitted: SubmittedCommand) -> Reply:
        """Carry a command out. A caller that stops waiting before its turn has not sent it."""
        if self._is_closed or self._waiting >= MAX_WAITING_COMMANDS:
            BUSY_COMMANDS.inc()
            return later("busy", submitted)
        began_at, seconds = time.monotonic(), UNANSWERED_SECONDS
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(submitted.chat_session_id, []).append((submitted, answer))
        self._waiting += 1
        self._idle.clear()
        self._wake()
        try:
            reply = await answer
            seconds = NACK_SECONDS if reply.code else ACK_SECONDS
            return reply
        finally:
            seconds.observe(time.monotonic() - began_at)
            self._waiting -= 1
            if not self._waiting:
                self._idle.set()

    @property
    def waiting(self) -> int:
        """How many commands have no reply yet. Any thread may ask."""
        return self._waiting

    def _wake(self) -> None:
        if self._running is None and self._has_ready_chats():
            self._running = asyncio.create_task(self._run_batches())

    async def _run_batches(self) -> None:
        """Begin one batch after another, as long as there are commands of chats that are in no running batch."""
        try:
            while self._has_ready_chats():
                pause = self._pauses_until - time.monotonic()
                if pause > 0 and not self._fills_batch():
                    await asyncio.sleep(pause)
                queues = self._gather()
                running = self._begin(queues, waits=len(queues) == 1 and not self._has_ready_chats())
                await asyncio.wait({running}, timeout=MAX_WAIT_FOR_BATCH_S if self._pool.threads > 1 else None)
        finally:
            self._running = None

    def _has_ready_chats(self) -> bool:
        return bool(self._ready_chats())

    def _ready_chats(self) -> list[UUID]:
        return [chat_session_id for chat_session_id in self._queues if chat_session_id not in self._in_batch]

    def _fills_batch(self) -> bool:
        """Whether so much waits already that what comes meanwhile would be in a later batch."""
        return (
            sum(_weight(submitted) for key in self._ready_chats() for submitted, _answer in self._queues[key])
            >= MAX_TOGETHER
        )

    def _gather(self) -> ChatQueues:
        """Take waiting commands of chats that are in no running batch, as many as one batch may have."""
        taken: ChatQueues = {}
        room_left = MAX_TOGETHER
        for chat_session_id in self._ready_chats():
            if room_left <= 0:
                break
            queue, count = self._queues.pop(chat_session_id), 0
            while count < len(queue) and room_left > 0:
                room_left -= _weight(queue[count][0])
                count += 1
            taken[chat_session_id] = queue[:count]
            if queue[count:]:
                self._queues[chat_session_id] = queue[count:]  # after the others now
        return taken

    def _begin(self, queues: ChatQueues, *, waits: bool) -> asyncio.Task[None]:
        """Begin a transaction.

        waits: for chats that another transaction has locked, which is right only where no other chat waits.
        """
        self._in_batch.update(queues)
        running = asyncio.create_task(self._run_batch(queues, waits=waits or self._pool.threads == 1))
        self._batches.add(running)
        running.add_done_callback(self._batches.discard)
        return running

    async def _run_batch(self, queues: ChatQueues, *, waits: bool) -> None:
        try:
            await self._carry_out(list(chain.from_iterable(queues.values())), waits=waits)
            locked = {pk: left for pk, queue in queues.items() if (left := [one for one in queue if not one[1].done()])}
            if len(locked) == len(queues):
                await asyncio.sleep(TRY_AGAIN_S)
        finally:
            self._in_batch.difference_update(queues)
        for chat_session_id in queues.keys() - locked.keys():
            self._locked_since.pop(chat_session_id, None)
        self._requeue(locked)
        self._wake()

    def _requeue(self, locked: ChatQueues) -> None:
        """Put these commands back into the queue, before what has come meanwhile."""
        now = time.monotonic()
        for chat_session_id, queue in locked.items():
            if now - self._locked_since.setdefault(chat_session_id, now) < RETRY_LOCKED_S:
                self._queues[chat_session_id] = [*queue, *self._queues.get(chat_session_id, ())]
            else:
                self._begin({chat_session_id: queue}, waits=True)

    async def _carry_out(self, batch: list[Waiting], *, waits: bool) -> None:
        """Answer these, except, unless it waits, those of the chats that another transaction has locked."""
        began_at = time.monotonic()
        replies, busy_s = await self._pool.run(_carry_out_wanted, batch, waits=waits)
        for (_submitted, answer), reply in zip(batch, replies, strict=True):
            if not answer.done() and reply is not None:
                answer.set_result(reply)
        now = time.monotonic()
        self._pauses_until = now + pause_s(busy_s=busy_s, took_s=now - began_at)


def _weight(submitted: SubmittedCommand) -> int:
    """The weight of all that it decides: some commands of the desk are about many questions."""
    if submitted.command.op in SHARED_OPERATIONS:
        return 1
    return WEIGHT_ALONE * len(getattr(submitted.command.fields, "questions", (None,)))


def pause_s(*, busy_s: float, took_s: float) -> float:
    """How long the next batch waits for more commands, so that writing keeps to its share."""
    return min(max(busy_s / SHARE - took_s, 0), MAX_PAUSE_S)


def _carry_out_wanted(batch: list[Waiting], *, waits: bool) -> tuple[list[Reply | None], float]:
    """Carry out the commands that callers still wait for, perhaps after a long wait for the database.

    Also answers the seconds that this thread worked: waiting for the disk costs the sockets nothing.
    """
    began_at = time.thread_time()
    wanted = [not answer.done() for _submitted, answer in batch]
    commands = [submitted for (submitted, _answer), is_wanted in zip(batch, wanted, strict=True) if is_wanted]
    replies = iter((carry_out_together if waits else carry_out_unlocked)(commands) if commands else [])
    return [next(replies) if is_wanted else None for is_wanted in wanted], time.thread_time() - began_at
