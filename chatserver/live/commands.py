"""Carry commands out, those that arrive together in one transaction, and answer each once its commit has returned."""

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import translation

from chatserver.faults import log_fault
from chatserver.live import protocol as wire
from chatserver.live.batch import Decision, Outcome, decide_together
from chatserver.live.pools import DatabasePool, limit_waiting, was_cut
from chatserver.live.wording import refusal
from sessions.refusals import Refused

logger = logging.getLogger(__name__)

MAX_TOGETHER = 200
MAX_WAITING = 2000
REST = 2
"""Where commands come faster than they are written, how long a lane gathers more, by how long the last batch took.

A batch costs much and a command in it little; so the database's threads leave most of the process to the sockets.
"""

MAX_REST_S = 0.1
BUSY_AFTER_MS = 1000


@dataclass(frozen=True, slots=True)
class Order:
    """One person's command, and the door that it came by.

    session_key is the cookie session that has to last until the command's turn; None where that was just looked at.
    """

    account_id: int | None
    chat_session_id: UUID
    door: str
    language: str
    command: wire.Command
    session_key: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a command is answered."""

    frame: wire.Ack | wire.Nack
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the refusal, empty where there was none."""
        return self.frame.code if isinstance(self.frame, wire.Nack) else ""

    @property
    def text(self) -> str:
        return (
            wire.encode_nack(self.frame, self.facts) if isinstance(self.frame, wire.Nack) else wire.encode(self.frame)
        )


def refuse(code: str, ref: str | None, language: str, *, retry: bool = False, after_ms: int | None = None) -> Verdict:
    """A refusal in the live edge's own words."""
    message = refusal(code, language)
    return Verdict(wire.Nack(ref=ref, code=code, message=message, retry=retry, after_ms=after_ms))


def carry_out_together(orders: list[Order]) -> list[Verdict]:
    """Decide orders of one chat session in one transaction, in their order.

    Returns after the commit. Where the database fails, nothing was saved (or, if the commit's own answer was lost,
    perhaps everything): each is told to try again, and by its ref it is done once in either case. Where only this
    thread's connection had been cut, as by a restart of the database, that is done here.
    """
    before = connection.connection
    try:
        with transaction.atomic():
            limit_waiting()
            decisions = decide_together(orders[0].chat_session_id, orders)
    except (OperationalError, InterfaceError) as error:
        log_fault(logger, f"The database refused {len(orders)} commands.", error)
        may_try_again = was_cut(before)
        connection.close_if_unusable_or_obsolete()
        return carry_out_together(orders) if may_try_again else [_later("busy", order) for order in orders]
    except Exception as error:  # noqa: BLE001 -- whatever it is, every command gets an answer
        if len(orders) > 1:  # one of them spoils it for all: find it
            middle = len(orders) // 2
            return carry_out_together(orders[:middle]) + carry_out_together(orders[middle:])
        return [_verdict(orders[0], error)]
    return [_verdict(order, decision) for order, decision in zip(orders, decisions, strict=True)]


def _verdict(order: Order, decision: Decision) -> Verdict:
    ref = order.command.ref_text
    match decision:
        case Outcome(result=result, duplicate=duplicate):
            return Verdict(wire.Ack(ref=ref, result=result, duplicate=duplicate))
        case Refused() as no:
            with translation.override(order.language):
                message = str(no.message)
            return Verdict(
                wire.Nack(ref=ref, code=no.code, message=message, retry=no.retry, after_ms=no.after_ms), no.facts
            )
        case error:
            log_fault(logger, f"{order.command.op} failed.", error)
            return _later("internal", order)


def _later(code: str, order: Order) -> Verdict:
    return refuse(code, order.command.ref_text, order.language, retry=True, after_ms=BUSY_AFTER_MS)


class Writer:
    """Gathers what arrives while the batch before it is being written. One lane for each chat session, in order."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._lanes: dict[UUID, list[tuple[Order, asyncio.Future[Verdict]]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._is_closed = False
        self._idle = asyncio.Event()
        self._idle.set()

    def close(self) -> None:
        """Take no more orders: whoever has one is to send it again, to another process."""
        self._is_closed = True

    async def wait_idle(self) -> None:
        """Wait until everything that was taken is answered."""
        await self._idle.wait()

    async def submit(self, order: Order) -> Verdict:
        """Have an order carried out. Whoever stops waiting before its turn has not sent it."""
        if self._is_closed or self._waiting >= MAX_WAITING:
            return _later("busy", order)
        answer: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        lane = self._lanes.get(order.chat_session_id)
        if lane is None:
            lane = self._lanes[order.chat_session_id] = []
            task = asyncio.create_task(self._work(order.chat_session_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        lane.append((order, answer))
        self._waiting += 1
        self._idle.clear()
        try:
            return await answer
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._idle.set()

    async def _work(self, chat_session_id: UUID) -> None:
        """Empty one lane, batch by batch."""
        lane = self._lanes[chat_session_id]
        try:
            while lane:
                batch = lane[:MAX_TOGETHER]
                del lane[:MAX_TOGETHER]
                began_at = time.monotonic()
                verdicts = await self._pool.run(_carry_out_wanted, batch)
                for (_order, answer), verdict in zip(batch, verdicts, strict=True):
                    if not answer.done() and verdict is not None:
                        answer.set_result(verdict)
                if 0 < len(lane) < MAX_TOGETHER:
                    await asyncio.sleep(min(REST * (time.monotonic() - began_at), MAX_REST_S))
        finally:
            del self._lanes[chat_session_id]


def _carry_out_wanted(batch: list[tuple[Order, asyncio.Future[Verdict]]]) -> list[Verdict | None]:
    """Carry out what somebody still waits for when the turn has come, perhaps after a long wait for the database."""
    wanted = [not answer.done() for _order, answer in batch]
    orders = [order for (order, _answer), is_wanted in zip(batch, wanted, strict=True) if is_wanted]
    verdicts = iter(carry_out_together(orders) if orders else [])
    return [next(verdicts) if is_wanted else None for is_wanted in wanted]
