"""The beats between a worker and its supervisor, and what counts as silence."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator

import pytest

from chatserver.serving.process import heartbeat
from chatserver.serving.process.heartbeat import BEAT, SilenceCounter, WorkerHeartbeat, keep_beating


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    heard, said = os.pipe()
    yield heard, said
    for end in (heard, said):
        os.close(end)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 -- what runs beside us is a timer, which sets no event
            await asyncio.sleep(0)


def test_intervals_in_silence_are_counted_from_the_last_beat_on():
    counter = SilenceCounter()
    assert [counter.count() for _ in range(4)] == [0, 1, 2, 3]
    counter.hear()
    assert [counter.count() for _ in range(3)] == [0, 1, 2]


async def test_a_worker_says_that_it_runs_and_once_that_its_supervisor_does_not(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(heartbeat, "BEAT_EVERY_S", 0.001)
    worker = WorkerHeartbeat(pipe[1])
    worker.start()
    await until(lambda: worker.is_alone)
    assert os.read(pipe[0], 100) == BEAT * (heartbeat.SILENT_AFTER + 1)
    worker.hear()
    assert not worker.is_alone
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]


async def test_a_supervisor_that_reads_nothing_delays_no_worker(pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(heartbeat, "BEAT_EVERY_S", 0.001)
    worker = WorkerHeartbeat(pipe[1])
    os.write(pipe[1], BEAT * 1024 * 1024)  # until the pipe is full
    with pytest.raises(BlockingIOError):
        os.write(pipe[1], BEAT)
    worker.start()
    await until(lambda: worker.is_alone)


async def test_a_supervisor_beats_until_it_is_cancelled(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(heartbeat, "BEAT_EVERY_S", 0)
    beats: list[None] = []
    beating = asyncio.create_task(keep_beating(lambda: beats.append(None)))
    await until(lambda: len(beats) >= 3)
    beating.cancel()
    with pytest.raises(asyncio.CancelledError):
        await beating
