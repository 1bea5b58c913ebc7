"""The threads of the live layer keep their connections, but not dead ones."""

import pytest
from django.db import OperationalError, connection

from chatserver.database.pools import DatabasePool
from sessions.models import Ward
from tests.evening import make_ward

pytestmark = pytest.mark.django_db(transaction=True)


def count_wards() -> int:
    return Ward.objects.count()


async def test_a_thread_keeps_its_connection() -> None:
    pool = DatabasePool("test", 1)
    kept = [await pool.run(lambda: id(ensure())) for _time in range(2)]
    assert kept[0] == kept[1]
    await pool.run(close_own)


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
