"""Clients come and go for a long time: the server's files, threads and memory do not grow."""

import asyncio
import time

import psutil
import pytest

from tests.chatserver.live.conftest import LiveEvening
from tests.clients.live_client import PATIENCE_S

pytestmark = [pytest.mark.slow, pytest.mark.variants("stack"), pytest.mark.takes(15), pytest.mark.long]

ROUNDS = 4
TOGETHER = 60
MORE_MEMORY_AT_MOST = 4 * 1024 * 1024
"""Bytes of one round, after the first two have loaded what a process keeps for good: some 15 KB for each client."""


@pytest.mark.row("fault", 36)
async def test_clients_that_came_and_went_leave_nothing_behind(live: LiveEvening) -> None:
    workers = [psutil.Process(pid) for pid in live.server.worker_pids]
    watcher = await live.client("visitor")
    files, memory = [], []
    for _round in range(ROUNDS):
        crowd = await asyncio.gather(*(live.client("visitor") for _person in range(TOGETHER)))
        for number, client in enumerate(crowd):  # some close properly, others break off as phones do
            if number % 2:
                client.cut()
                await client.until_closed()
            else:
                await client.leave()
        await watcher.until(
            lambda: (watcher.public["counts"]["present"], watcher.public["counts"]["visitors"]) == (0, 1)
        )
        files.append(await asyncio.to_thread(settled, workers))
        memory.append(sum(worker.memory_info().rss for worker in workers))
    assert files[-1] - files[1] < TOGETHER / 2  # threads open connections to the database when they first need one
    assert memory[-1] - memory[1] <= MORE_MEMORY_AT_MOST * (ROUNDS - 2)
    assert (watcher.close_code, watcher.faults) == (None, [])


def settled(workers: list[psutil.Process]) -> int:
    """Open files, once only the watcher's socket is left."""
    deadline = time.monotonic() + PATIENCE_S
    while sum(len(ours(worker)) for worker in workers) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    return sum(worker.num_fds() for worker in workers)


def ours(worker: psutil.Process) -> list[object]:
    """Connections of clients."""
    port = next(c.laddr.port for c in worker.net_connections("tcp") if c.status == psutil.CONN_LISTEN)
    found = worker.net_connections("tcp")
    return [c for c in found if c.status == psutil.CONN_ESTABLISHED and c.laddr.port == port]
