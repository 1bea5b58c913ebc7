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
SHARED_BY_A_FILE = {"demo_server", "house"}
REAL_SERVERS = {"grounds", "own_postgres", "own_valkey"}


def pytest_configure() -> None:
    compile_translations()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever starts a real server is slow, whether it says so or not. Tests that share one stay in one process."""
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        if REAL_SERVERS & needed:
            item.add_marker(pytest.mark.slow)
        if SHARED_BY_A_FILE & needed:
            item.add_marker(pytest.mark.xdist_group(f"{item.path.stem}-{_stack_of(item)}"))


def _stack_of(item: pytest.Item) -> str:
    return str(item.callspec.params.get("stack", "")) if hasattr(item, "callspec") else ""
