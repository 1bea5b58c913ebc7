"""Asks every worker for its metrics when one of them is asked for the sum of all, and answers it."""

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from itertools import count
from typing import Any

from chatserver.monitoring.faults import log_fault
from chatserver.serving.process.metrics_line import ANSWER, ASK, HEAD
from chatserver.serving.supervision.metrics_sum import MetricsSum

logger = logging.getLogger(__name__)

ANSWERS_WITHIN_S = 4.0
"""Seconds that a worker has to answer. Without an answer, its last counters count, but its gauges do not."""

OWN = 0


class MetricsExchange:
    """Belongs to the supervisor's event loop. own: what the supervisor itself counts; called in a thread."""

    def __init__(self, own: Callable[[], bytes]) -> None:
        self._own = own
        self._sum = MetricsSum()
        self._lines: set[_Line] = set()
        self._numbers = count(OWN + 1)
        self._summing: asyncio.Task[bytes] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def connect(self, end: socket.socket) -> None:
        """Listen to a worker until its end of the line is closed."""
        reader, writer = await asyncio.open_connection(sock=end)
        self._spawn(self._listen(_Line(next(self._numbers), reader, writer)))

    async def _listen(self, line: "_Line") -> None:
        try:
            while True:
                kind, size = HEAD.unpack(await line.reader.readexactly(HEAD.size))
                text = (await line.reader.readexactly(size)).decode()
                if kind == ASK:
                    self._spawn(self._answer(line))
                else:
                    self._sum.note(line.number, text)
                    self._lines.add(line)  # it is asked only once it has spoken: until then it starts
                    line.has_answered.set()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the worker has ended
        finally:
            self._lines.discard(line)
            self._sum.end(line.number)
            line.writer.close()

    async def _answer(self, line: "_Line") -> None:
        """All who ask at the same time get the same sum."""
        if self._summing is None:
            self._summing = asyncio.create_task(self._total())
        try:
            line.send(ANSWER, await asyncio.shield(self._summing))
        except Exception as error:  # noqa: BLE001 -- after any error, who asks again is answered
            log_fault(logger, "Summing the metrics of all processes failed.", error)
        finally:
            self._summing = None

    async def _total(self) -> bytes:
        lines = tuple(self._lines)
        counting = asyncio.create_task(asyncio.to_thread(self._own))
        answers = await asyncio.gather(*(line.ask() for line in lines))
        self._sum.note(OWN, (await counting).decode())
        return self._sum.total({OWN, *(line.number for line, heard in zip(lines, answers, strict=True) if heard)})

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Line:
    def __init__(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.number = number
        self.reader = reader
        self.writer = writer
        self.has_answered = asyncio.Event()

    async def ask(self) -> bool:
        """Whether the worker has answered; the answer is read by who listens to it."""
        self.has_answered.clear()
        self.send(ASK, b"")
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                await self.has_answered.wait()
                return True
        return False

    def send(self, kind: bytes, text: bytes) -> None:
        if not self.writer.is_closing():
            self.writer.write(HEAD.pack(kind, len(text)) + text)
