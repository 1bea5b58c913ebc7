"""The threads of the live layer keep their connections, but not dead ones."""

import time
from queue import SimpleQueue
from typing import override

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from chatserver.database.pools import DatabasePool
from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.web_client import NotConnected, ask
from sessions.models import Ward
from tests.factories.evening import make_ward

pytestmark = pytest.mark.django_db(transaction=True)


def count_wards() -> int:
    return Ward.objects.count()


async def test_a_thread_keeps_its_connection() -> None:
    pool = DatabasePool("test", 1)
    kept = [await pool.run(lambda: id(ensure())) for _time in range(2)]
    assert kept[0] == kept[1]
    await pool.run(close_own)


@pytest.mark.long
@pytest.mark.skipif(connection.vendor == "postgresql", reason="a pool hands a connection that answers out again")
async def test_after_a_databases_error_the_connection_is_not_used_again() -> None:
    pool = DatabasePool("test", 1)
    before = await pool.run(ensure)
    with pytest.raises(OperationalError):
        await pool.run(fail)
    assert await pool.run(ensure) is not before
    await pool.run(close_own)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no connection that could be cut")
async def test_a_reader_whose_connection_was_cut_reads_on_a_new_one(transactional_db: None) -> None:
    await DatabasePool("test-setup", 1).run(make_and_leave)
    pool, other = DatabasePool("test", 1), DatabasePool("test-other", 1)
    assert await pool.run(count_wards) == 1
    pid = await pool.run(lambda: connection.connection.info.backend_pid)
    await other.run(cut, pid)
    assert await pool.run(count_wards) == 1
    await pool.run(close_own)
    await other.run(close_own)


class CountingThread(PeriodicThread):
    """Keeps how it sees its connection after each of its queries."""

    def __init__(self) -> None:
        super().__init__("test", every_seconds=600)
        self.seen: SimpleQueue[BaseDatabaseWrapper] = SimpleQueue()

    @override
    def take_turn(self) -> None:
        count_wards()
        self.seen.put(connections[DEFAULT_DB_ALIAS])


@pytest.mark.row("fault", 13)
def test_between_two_turns_a_thread_keeps_no_connection_of_the_pool() -> None:
    thread = CountingThread()
    thread.start()
    try:
        own = thread.seen.get(timeout=30)
        assert own.vendor == "sqlite" or is_given_back(own)
    finally:
        thread.stop()
    assert own.connection is None


def is_given_back(lent: BaseDatabaseWrapper) -> bool:
    """Within thirty seconds: it happens in the other thread."""
    ends_at = time.monotonic() + 30
    while lent.connection is not None and time.monotonic() < ends_at:
        time.sleep(0.01)
    return lent.connection is None


def test_who_asks_another_server_holds_no_connection_meanwhile() -> None:
    count_wards()
    with pytest.raises(NotConnected):
        ask("GET", "http://127.0.0.1:1/", seconds=5, largest=1)
    assert (connection.connection is None) == (connection.vendor == "postgresql")


def ensure() -> object:
    connection.ensure_connection()
    return connection.connection


def close_own() -> None:
    connection.close()


def fail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    raise OperationalError


def cut(backend_pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend_pid])


def make_and_leave() -> None:
    make_ward()
    connection.close()
