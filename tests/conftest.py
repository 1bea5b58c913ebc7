"""Shared by all tests: the fixtures of real servers, and up-to-date translations."""

import gc
import logging
import os
import signal
from collections.abc import Generator, Iterator
from typing import Any

import hypothesis
import pytest

from chatserver.assets.translations import compile_translations

pytest.register_assert_rewrite("tests.servers.fixtures", "tests.servers.preparing", "tests.servers.server")

from tests.running.compiling import compile_own_share
from tests.running.flushing import flush_with_empty_tables
from tests.running.sharing import Sharing, share_out
from tests.running.sql_differences import leave_out_what_is_the_same
from tests.running.variants import leave_others_out
from tests.servers.fixtures import (
    contents,
    demo,
    django_db_keepdb,
    django_db_modify_db_settings,
    django_db_setup,
    installations,
    nothing_stays_behind,
    own_postgres,
    own_valkey,
    postgres,
    serve,
    served,
    shared_demo,
    shared_folder,
    shared_migrations,
    stack,
    valkey,
)

__all__ = [
    "contents",
    "demo",
    "django_db_keepdb",
    "django_db_modify_db_settings",
    "django_db_setup",
    "installations",
    "nothing_stays_behind",
    "own_postgres",
    "own_valkey",
    "postgres",
    "serve",
    "served",
    "shared_demo",
    "shared_folder",
    "shared_migrations",
    "stack",
    "valkey",
]
REAL_SERVERS = {"installations", "own_postgres", "own_valkey", "postgres"}
DATABASE = {"db", "transactional_db", "django_db_setup"}
COLLECTS_GARBAGE_AFTER = (20_000, 20, 20)
"""Settings as in a server's own processes (chatserver/product.py)."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--where-sql-differs", action="store_true", help="only what databases do in different ways")
    parser.addoption("--all", action="store_true", help="every variant: all stacks, languages and seeds")
    parser.addoption("--long", action="store_true", help="tests that cost seconds of processor, too")


def pytest_configure(config: pytest.Config) -> None:
    compile_translations()
    flush_with_empty_tables()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # which servers inherit; a run behind `nohup` ignores it
    # No deadline by the wall clock: on a busy machine it would measure other processes' time.
    examples = 200 if config.getoption("--all") else 50  # others with each run
    hypothesis.settings.register_profile("product", deadline=None, max_examples=examples)
    hypothesis.settings.load_profile("product")


def pytest_unconfigure() -> None:
    """The log reports its counts while the stream that pytest captured for it is still open."""
    logging.shutdown()


@pytest.fixture(autouse=True)
def nothing_is_left_of_another_test() -> None:
    """One fixture for all of it: pytest takes its time for each fixture of each test."""
    from tests.running.leftovers import forget_leftovers  # once Django is set up

    forget_leftovers()


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic seconds of this process, which stand still until a test moves them: no bucket fills meanwhile."""
    now = [1_000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    return now


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """A process of xdist does not know otherwise whether it collects all files: it gets them as if they were named."""
    node.workerinput["collects_all"] = node.config.args_source is pytest.Config.ArgsSource.TESTPATHS


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Without garbage collection: hardly anything of what is made here is garbage, and it takes a sixth of the time."""
    worker: dict[str, Any] = getattr(session.config, "workerinput", {})
    gc.disable()
    try:
        if worker.get("collects_all"):
            number = int(worker["workerid"].removeprefix("gw"))
            compile_own_share(session.config.rootpath, number, worker["workercount"])
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """What starts a real server or costs much is slow, too. On another database, only its tests are run."""
    for item in items:
        if has_mark(item, "costly", "long") or REAL_SERVERS & fixtures_of(item):
            item.add_marker("slow")
    if os.environ.get("TEST_DATABASE"):
        config.hook.pytest_deselected(items=[item for item in items if not needs_database(item)])
        items[:] = filter(needs_database, items)
    yield
    if config.getoption("--where-sql-differs"):
        leave_out_what_is_the_same(config, items)
    if not config.getoption("--all"):
        leave_others_out(config, items)
        if not config.getoption("--long"):
            long = [item for item in items if has_mark(item, "long")]
            config.hook.pytest_deselected(items=long)
            items[:] = [item for item in items if not has_mark(item, "long")]
    share_out(items, waits=is_waiting)  # after all other plugins have sorted them


def pytest_collection_finish() -> None:
    """Shared objects stay until the end: no garbage collection has to look through them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTS_GARBAGE_AFTER)


def has_mark(item: pytest.Item, *names: str) -> bool:
    return any(item.get_closest_marker(name) for name in names)


def is_waiting(item: pytest.Item) -> bool:
    return item.get_closest_marker("takes") is not None or bool(REAL_SERVERS & fixtures_of(item))


def needs_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(DATABASE & fixtures_of(item))


def fixtures_of(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    return Sharing(config, log)


@pytest.fixture
def few_ask_for_many(settings: Any) -> None:
    """A few test people send what a whole room would: so each may have any number of waiting questions."""
    settings.MAX_WAITING_QUESTIONS = 1_000_000
