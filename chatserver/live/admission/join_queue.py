"""Admits people in batches: all who come while one batch is being decided are the next batch."""

import asyncio
import logging
from collections import deque

from chatserver.database.pools import DatabasePool
from chatserver.live.admission.admitting import AdmissionUnknown, JoinAnswer, JoinRequest, JoinResult, answer_together
from chatserver.monitoring.faults import log_fault

logger = logging.getLogger(__name__)

MAX_TOGETHER = 100
AT_ONCE = 2
GATHER_S = 0.02
"""Seconds of gathering between two batches, so that the next one is worth its queries. A single person does not wait
for it."""

Waiting = tuple[JoinRequest, asyncio.Future[JoinAnswer]]


class JoinQueue:
    """Belongs to the event loop's thread."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._waiting: deque[Waiting] = deque()
        self._working: set[asyncio.Task[None]] = set()

    async def let_in(self, join_request: JoinRequest) -> JoinResult:
        """Raises Refused, in the person's language, or AdmissionUnknown. A caller that stops waiting is left out."""
        waiting: asyncio.Future[JoinAnswer] = asyncio.get_running_loop().create_future()
        self._waiting.append((join_request, waiting))
        if not self._working or (len(self._waiting) >= MAX_TOGETHER and len(self._working) < AT_ONCE):
            task = asyncio.create_task(self._work())
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        answer = await waiting
        if isinstance(answer, JoinResult):
            return answer
        raise answer

    async def _work(self) -> None:
        """Empty the queue, batch by batch. It ends once the queue is empty; the next request starts another task."""
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_TOGETHER))]
            for (_join_request, waiting), answer in zip(batch, await self._ask(batch), strict=True):
                if not waiting.done():
                    waiting.set_result(answer or AdmissionUnknown())
            if len(self._waiting) < MAX_TOGETHER:
                await asyncio.sleep(GATHER_S)
        self._working -= {asyncio.current_task()}

    async def _ask(self, batch: list[Waiting]) -> list[JoinAnswer | None]:
        """One answer each; None for requests that could not be decided, or whose callers wait no longer."""
        try:
            return await self._pool.run(_answer_waiting, batch)
        except Exception as error:  # noqa: BLE001 -- after any error, everybody is told
            log_fault(logger, f"Admission check failed for {len(batch)} connections.", error)
            return [None] * len(batch)


def _answer_waiting(batch: list[Waiting]) -> list[JoinAnswer | None]:
    """Decide about the requests whose callers still wait; the wait for the database may have been long."""
    wanted = [not waiting.done() for _join_request, waiting in batch]
    join_requests = [
        join_request for (join_request, _waiting), is_wanted in zip(batch, wanted, strict=True) if is_wanted
    ]
    answers = iter(answer_together(join_requests) if join_requests else [])
    return [next(answers) if is_wanted else None for is_wanted in wanted]
