"""Who reads answers slowly: what waits for all of them together is bounded, and the greediest line is closed first."""

import asyncio
import resource
import time
from collections.abc import Iterator
from contextlib import ExitStack

import psutil
import pytest

from chatserver.serving.process.connections import Connections
from chatserver.serving.process.slow_readers import SlowReaders
from tests.chatserver.serving.conftest import Start, Tiny, read_all

MEGABYTE = 2**20
FILES = 256


class Connection:
    def __init__(self) -> None:
        self.is_let_go = False

    def let_go(self) -> None:
        self.is_let_go = True


async def test_beyond_the_bound_the_line_with_the_most_to_read_loses_its_first_connections() -> None:
    readers, greedy, honest = SlowReaders(), [Connection() for _ in range(80)], [Connection() for _ in range(3)]
    for one in honest:
        readers.note(one, "honest", MEGABYTE)
    for one in greedy:
        readers.note(one, "greedy", MEGABYTE)
    await asyncio.sleep(0)
    assert [one.is_let_go for one in greedy] == [True] * 19 + [False] * 61
    assert not any(one.is_let_go for one in honest)


async def test_who_catches_up_no_longer_counts() -> None:
    readers, lines = SlowReaders(), [Connection() for _ in range(200)]
    for one in lines:
        readers.note(one, "line", 10 * MEGABYTE)
        readers.note(one, "line", MEGABYTE)
        readers.forget(one)
    readers.forget(lines[0])
    await asyncio.sleep(0)
    assert not any(one.is_let_go for one in lines)
    assert readers.next_to_go() is None


async def test_where_all_connections_are_being_answered_one_that_is_read_slowly_makes_room() -> None:
    connections, lines = Connections(), [Connection() for _ in range(300)]
    connections.share_out(460)
    for one in lines:
        assert connections.come(one)
        connections.begin_answer(one)
    connections.slow_readers.note(lines[7], "slow", MEGABYTE)
    newcomer = Connection()
    assert connections.come(newcomer)
    connections.begin_answer(newcomer)
    assert [place for place, one in enumerate(lines) if one.is_let_go] == [7]
    assert not connections.come(Connection())


@pytest.fixture
def many() -> Iterator[ExitStack]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, before[1]), before[1]))
    with ExitStack() as exits:
        yield exits
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def page(tiny: Tiny) -> bytes:
    with tiny.open() as bare:
        bare.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return read_all(bare)


@pytest.mark.slow
@pytest.mark.variants("start")
@pytest.mark.row("fault", 35)
@pytest.mark.row("threat", 39)
def test_answers_that_nobody_reads_to_the_end_leave_connections_for_others(start: Start, many: ExitStack) -> None:
    tiny = start(files=FILES)
    for _ in range(FILES):
        bare = many.enter_context(tiny.open(receives=4096))
        bare.sendall(b"GET /pieces/4000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    time.sleep(1.0)  # all of them are being answered
    assert page(tiny).endswith(b"hello")


@pytest.mark.slow
@pytest.mark.variants("start")
@pytest.mark.row("threat", 41)
def test_large_answers_that_are_read_slowly_fill_no_memory(start: Start, many: ExitStack) -> None:
    tiny = start()
    assert page(tiny).endswith(b"hello")
    process = psutil.Process(tiny.process.pid)
    before = process.num_fds()
    for _ in range(80):
        bare = many.enter_context(tiny.open(receives=4096))
        bare.sendall(b"GET /large/%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % (8 * MEGABYTE))
        assert page(tiny).endswith(b"hello")
    assert process.num_fds() - before < 30  # of the others, the server has nothing in memory
