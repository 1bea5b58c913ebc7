"""The PostgreSQL of the tests."""

from collections.abc import Callable

import psycopg
import pytest

from tests.servers.services.postgres import Postgres

pytestmark = pytest.mark.long


def test_a_database_is_made_from_another_and_dropped(postgres: Postgres):
    first = postgres.make_database()
    postgres.command("CREATE TABLE word (text text)", dbname=first)
    postgres.command("INSERT INTO word VALUES (%s)", "drain", dbname=first)
    second = postgres.make_database(template=first)
    assert postgres.command("SELECT text FROM word", dbname=second) == [("drain",)]
    postgres.drop_database(first)
    with pytest.raises(psycopg.OperationalError):
        postgres.command("SELECT 1", dbname=first)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_what_is_committed_outlives_a_restart(own_postgres: Callable[..., Postgres], mode: str):
    server = own_postgres()
    name = server.make_database()
    server.command("CREATE TABLE word (text text)", dbname=name)
    server.restart(mode)
    assert server.command("SELECT text FROM word", dbname=name) == []


def test_a_server_of_a_tests_own_takes_settings(own_postgres: Callable[..., Postgres]):
    assert own_postgres(max_connections="7").command("SHOW max_connections") == [("7",)]
