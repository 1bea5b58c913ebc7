import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from chatserver.database.files import LARGE_LOG_PAGES, ServedFiles

WRITES = 200
COMMITS = 20_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "db.sqlite3"
    with closing(connect(path)) as database:
        database.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, text TEXT)")
    return path


@pytest.fixture
def writer(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(path)) as database:
        yield database


@pytest.fixture
def files(path: Path, writer: sqlite3.Connection) -> Iterator[ServedFiles]:
    files = ServedFiles(path, is_whole=lambda fresh: count(fresh) == count(writer))
    yield files
    files._checkpoints.close()


def connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA wal_autocheckpoint=0")
    return database


def write(database: sqlite3.Connection, times: int = WRITES) -> None:
    for number in range(times):
        database.execute("INSERT INTO event (text) VALUES (?)", [f"{number} " * 100])


def count(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT count(*) FROM event").fetchone()[0])


def test_what_is_committed_changes_nothing_and_a_checkpoint_brings_it_into_the_main_file(
    files: ServedFiles, writer: sqlite3.Connection, path: Path, tmp_path: Path
):
    write(writer)
    assert files.are_in_place()
    files.checkpoint()
    assert (files.are_in_place(), files.state) == (True, "ok")
    shutil.copy(path, tmp_path / "alone.sqlite3")
    with closing(sqlite3.connect(tmp_path / "alone.sqlite3")) as copy:
        assert count(copy) == WRITES


def test_an_earlier_check_counts_for_as_long_as_it_may_and_until_one_fails(files: ServedFiles, path: Path) -> None:
    assert not files.were_in_place(60)
    assert files.are_in_place()
    path.unlink()
    assert (files.were_in_place(0), files.were_in_place(60)) == (False, True)
    assert not files.are_in_place()
    assert not files.were_in_place(60)


@pytest.mark.costly
def test_no_checkpoint_is_made_while_somebody_may_commit(
    files: ServedFiles, writer: sqlite3.Connection, path: Path
) -> None:
    """SQLite before 3.51.3 may lose that commit, where the log was copied already."""
    write(writer)
    before = path.stat()
    writer.execute("BEGIN IMMEDIATE")
    files.checkpoint()
    assert path.stat() == before
    writer.execute("COMMIT")
    files.checkpoint()
    assert path.stat().st_size > before.st_size


@pytest.mark.slow
@pytest.mark.with_all
def test_no_commit_is_lost_beside_checkpoints_without_a_pause(
    files: ServedFiles, writer: sqlite3.Connection, path: Path
) -> None:
    """Before, the first of them was lost after some 16,000."""
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        checkpoints = pool.submit(repeat_until, stop, files.checkpoint)
        try:
            for number in range(1, COMMITS + 1):
                write(writer, 1)
                with closing(connect(path)) as reader:
                    assert count(reader) == number
        finally:
            stop.set()
        assert checkpoints.result() > COMMITS / 10
    assert writer.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def repeat_until(stop: threading.Event, do: Callable[[], object]) -> int:
    times = 0
    while not stop.is_set():
        do()
        times += 1
    return times


@pytest.mark.costly
def test_the_log_is_emptied_where_nobody_reads_in_it(
    files: ServedFiles, writer: sqlite3.Connection, path: Path
) -> None:
    write(writer)
    log = Path(f"{path}-wal")
    page = int(writer.execute("PRAGMA page_size").fetchone()[0])
    with closing(connect(path)) as reader:
        reader.execute("BEGIN")
        count(reader)
        write(writer, 1)
        assert not files.truncate_log()
        reader.execute("COMMIT")
    assert log.stat().st_size > 2 * page
    assert files.truncate_log()
    assert log.stat().st_size < 2 * page
    write(writer, 1)
    assert (count(writer), files.are_in_place()) == (WRITES + 2, True)


@pytest.mark.long
@pytest.mark.slow
def test_the_log_does_not_grow_for_ever(files: ServedFiles, writer: sqlite3.Connection, path: Path):
    reading = connect(path)
    with closing(reading):
        reading.execute("BEGIN")
        count(reading)  # holds an early state, so that the log cannot begin anew
        writer.execute("BEGIN")
        write(writer, 50 * LARGE_LOG_PAGES)
        writer.execute("COMMIT")
        files.checkpoint()
        reading.execute("COMMIT")
    files.checkpoint()
    grown = Path(f"{path}-wal").stat().st_size
    write(writer, 1)
    assert Path(f"{path}-wal").stat().st_size == grown
    assert files.are_in_place()


def remove(path: Path, copy: Path) -> None:
    path.unlink()


def move_over(path: Path, copy: Path) -> None:
    copy.rename(path)


def copy_over(path: Path, copy: Path) -> None:
    shutil.copyfile(copy, path)


def empty(path: Path, copy: Path) -> None:
    os.truncate(path, 0)


def remove_log(path: Path, copy: Path) -> None:
    Path(f"{path}-wal").unlink()


def remove_shared_memory(path: Path, copy: Path) -> None:
    Path(f"{path}-shm").unlink()


@pytest.mark.parametrize(
    "damage",
    [
        (remove, "gone"),
        (remove_log, "gone"),
        (remove_shared_memory, "gone"),
        (move_over, "replaced"),
        (copy_over, "replaced"),
        (empty, "replaced"),
    ],
)
@pytest.mark.parametrize("looks", [ServedFiles.are_in_place, ServedFiles.checkpoint])
def test_a_stranger_s_hand_is_seen_at_once_and_never_forgiven(
    files: ServedFiles,
    writer: sqlite3.Connection,
    path: Path,
    damage: tuple[Callable[[Path, Path], None], str],
    looks: Callable[[ServedFiles], object],
):
    write(writer)
    files.checkpoint()
    copy = path.with_name("older")
    shutil.copy(path, copy)
    write(writer)
    files.checkpoint()
    assert files.are_in_place()
    harm, state = damage
    harm(path, copy)
    looks(files)
    assert (files.are_in_place(), files.state) == (False, state)


def test_another_program_may_make_a_checkpoint(files: ServedFiles, writer: sqlite3.Connection, path: Path):
    write(writer)
    with closing(connect(path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert (files.are_in_place(), files.state) == (True, "ok")
    write(writer)
    files.checkpoint()
    assert files.are_in_place()


def test_where_the_files_are_a_stranger_s_his_log_stays(files: ServedFiles, writer: sqlite3.Connection, path: Path):
    write(writer)
    path.unlink()
    assert not files.are_in_place()
    files.close()
    writer.close()
    assert Path(f"{path}-wal").exists()


def test_a_look_that_cannot_be_had_for_want_of_files_decides_nothing(files: ServedFiles, path: Path):
    os.utime(path)  # as after another program's checkpoint
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1, hard))
    try:
        seen = files.are_in_place(), files.state
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert seen == (False, "ok")
    assert (files.are_in_place(), files.state) == (True, "ok")
