"""One scrape for all workers, whichever is asked: summed, and no counter falls when a worker dies; on PostgreSQL."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, UVICORN, WORKERS

pytestmark = [pytest.mark.slow, pytest.mark.variants("stack"), pytest.mark.long]

WITHOUT_HINTS = {stack.name: replace(stack, has_valkey=False) for stack in (DAPHNE, UVICORN)}
WITHIN_S = 30.0


def metrics(server: Server) -> dict[str, float]:
    status, text = server.get("/metrics")
    assert status == 200
    lines = (line.rsplit(" ", 1) for line in text.decode().splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in lines}


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.parametrize("name", WITHOUT_HINTS)
def test_each_scrape_tells_the_sum_and_a_worker_that_dies_takes_nothing_from_it(serve: Serve, name: str) -> None:
    server = serve("--demo", on=WITHOUT_HINTS[name])
    before = metrics(server)
    seen = [metrics(server) for _scrape in range(8)]
    assert {each["process_start_time_seconds"] for each in seen} == {before["process_start_time_seconds"]}
    cpu = [each["process_cpu_seconds_total"] for each in (before, *seen)]
    assert cpu == sorted(cpu)
    assert (before["chat_worker_restarts_total"], before["chat_ready"]) == (0, 1)
    assert before['chat_check{check="clock"}'] == 1
    assert before["process_resident_memory_bytes"] > 100e6 * WORKERS  # of all of them
    assert [line for line in before if line.startswith("chat_build_info")] != []

    old = server.worker_pids
    os.kill(old[0], signal.SIGKILL)
    until(lambda: len(server.worker_pids) == WORKERS and set(server.worker_pids) != set(old))
    until(lambda: metrics(server)["chat_worker_restarts_total"] == 1)
    assert metrics(server)["process_cpu_seconds_total"] >= cpu[-1]


@pytest.mark.parametrize("name", [UVICORN.name])
def test_without_its_supervisor_a_worker_does_not_tell_its_own_numbers_for_those_of_all(
    serve: Serve, name: str
) -> None:
    server = serve(on=WITHOUT_HINTS[name])
    os.kill(server.pid, signal.SIGSTOP)
    try:
        assert server.get("/metrics") == (503, b"The supervisor does not answer.\n")
        assert server.get("/healthz")[0] == 200
    finally:
        os.kill(server.pid, signal.SIGCONT)
    assert metrics(server)["chat_ready"] == 1
