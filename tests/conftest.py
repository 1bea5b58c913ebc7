"""What all tests share: the fixtures of real servers, and translations as they are now."""

import pytest

from chatserver.translations import compile_translations

pytest.register_assert_rewrite("tests.servers.fixtures", "tests.servers.server")

from tests.servers.fixtures import (
    demo,
    django_db_modify_db_settings,
    grounds,
    nothing_stays_behind,
    own_postgres,
    own_valkey,
    postgres,
    serve,
    served,
    stack,
    valkey,
)

__all__ = [
    "demo",
    "django_db_modify_db_settings",
    "grounds",
    "nothing_stays_behind",
    "own_postgres",
    "own_valkey",
    "postgres",
    "serve",
    "served",
    "stack",
    "valkey",
]
REAL_SERVERS = {"grounds", "own_postgres", "own_valkey"}


def pytest_configure() -> None:
    compile_translations()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever starts a real server is slow, whether it says so or not."""
    for item in items:
        if REAL_SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
