"""Prepares once, for all the processes of a test run, the contents of its servers: data folders and databases."""

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from tests.servers.databases import PostgresDatabase
from tests.servers.programs.evenings import make_evenings
from tests.servers.server import Server
from tests.servers.services.postgres import Postgres
from tests.servers.stacks import KEY, Engine, Stack

PREPARING = Stack("preparing", environment=KEY, engine=Engine.POSTGRESQL)
EVENINGS = 6
"""The most tests of a file on one stack."""
RESIDENTS = 50
LAST_MINUTES = 180
"""Longer than any run of the tests."""


class Contents(StrEnum):
    """The contents of an installation: nobody, the demo, or live evenings with all their people (`server.evenings`)."""

    NOBODY = "empty"
    DEMO = "demo"
    EVENINGS = "evenings"


@dataclass(frozen=True)
class Prepared:
    """A data folder, and with PostgreSQL the database that belongs to it, in every copy of the cluster."""

    data_dir: Path
    template: str = ""


def prepare(folder: Path, engine: Engine, contents: Contents) -> Prepared:
    """An installation to copy; `folder` is shared by all processes of the run."""
    if engine is Engine.SQLITE:
        return Prepared(_prepare_sqlite(folder, contents))
    return Prepared(_prepare_postgresql(folder) / contents, contents)


def prepare_cluster(folder: Path) -> Path:
    """The data of a PostgreSQL that has these databases."""
    return _prepare_postgresql(folder) / "cluster"


def copy_static_files(there: Path, here: Path) -> None:
    """From one data folder to another, because joining and compressing static files takes a server seconds."""
    shutil.copytree(there / "static", here / "static", dirs_exist_ok=True)
    shutil.copy2(there / "static.collected", here / "static.collected")


def _make_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The first process makes it, and the others wait meanwhile."""
    with _one_after_the_other(folder.with_suffix(".lock")):
        if not folder.exists():
            half_made = folder.with_suffix(".half-made")
            shutil.rmtree(half_made, ignore_errors=True)
            half_made.mkdir()
            make(half_made)
            half_made.rename(folder)
    return folder


@contextmanager
def _one_after_the_other(lock_path: Path) -> Iterator[None]:
    with lock_path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare_sqlite(folder: Path, contents: Contents) -> Path:
    """Answers the data folder. Each is made when first needed; all but the empty one from a copy of that."""

    def make(half_made: Path) -> None:
        data_dir = half_made / "data"
        if contents is not Contents.NOBODY:
            shutil.copytree(_prepare_sqlite(folder, Contents.NOBODY), data_dir)
        match contents:
            case Contents.NOBODY:
                _run_once(Server(data_dir))
            case Contents.DEMO:
                _run_once(Server(data_dir, "--demo"))
            case Contents.EVENINGS:
                _hold_evenings(Server(data_dir))

    return _make_once(folder / f"sqlite-{contents}", make) / "data"


def _prepare_postgresql(folder: Path) -> Path:
    """Answers the folder of all its data folders and of the cluster, which has a database for each of them."""
    static = _prepare_sqlite(folder, Contents.NOBODY)
    return _make_once(folder / "postgresql", partial(_make_cluster, static=static))


def _make_cluster(folder: Path, static: Path) -> None:
    (folder / "empty").mkdir(mode=0o700)
    copy_static_files(static, folder / "empty")
    with closing(Postgres()) as postgres:
        empty = PostgresDatabase(postgres, postgres.make_database(name="empty"))
        _run_once(Server(folder / "empty").on(PREPARING, empty))
        databases = {}
        for name in ("demo", "evenings"):
            shutil.copytree(folder / "empty", folder / name)
            databases[name] = PostgresDatabase(postgres, postgres.make_database("empty", name=name))
        _run_once(Server(folder / "demo", "--demo").on(PREPARING, databases["demo"]))
        _hold_evenings(Server(folder / "evenings").on(PREPARING, databases["evenings"]))
        postgres.copy_data(folder / "cluster")


def _run_once(server: Server) -> None:
    server.start()
    server.close()
    assert server.faults == []


def _hold_evenings(server: Server) -> None:
    sheets = make_evenings(server, EVENINGS, residents=RESIDENTS, minutes=LAST_MINUTES)
    server.evenings_path.write_text(json.dumps(sheets), encoding="utf-8")
