"""Names the processes that hold SQLite's database when a command could not write to it; from what Linux tells of locks.

Each process that has the database open holds a shared lock on one byte of its -shm file, and the one that writes an
exclusive lock on another (https://sqlite.org/walformat.html#wal_locks).
"""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

WRITING_BYTE, OPEN_BYTE = 120, 128
LOCKS = Path("/proc/locks")


class HeldLock(NamedTuple):
    process: int
    first: int
    is_exclusive: bool


def name_holders(database: Path) -> str:
    """Name the processes that write to the database now, else those that have it open.

    For example "process 4711 (import_matters)"; "another program" if they are unknown.
    """
    held = [lock for lock in _locks_of(Path(f"{database}-shm")) if lock.process != os.getpid()]
    writing = [lock for lock in held if lock.first == WRITING_BYTE and lock.is_exclusive]
    is_open = [lock for lock in held if lock.first == OPEN_BYTE]
    processes = sorted({lock.process for lock in writing or is_open})
    return ", ".join(f"process {each}{_command_of(each)}" for each in processes) or "another program"


def _locks_of(file: Path) -> Iterator[HeldLock]:
    """Nothing where the system does not tell. One line: `1: POSIX  ADVISORY  WRITE 4711 08:01:131 120 120`."""
    if not (LOCKS.exists() and file.exists()):
        return
    inode = str(file.stat().st_ino)
    for line in LOCKS.read_text(encoding="ascii").splitlines():
        match line.split():
            case [_, "POSIX", _, kind, process, place, first, _] if place.rpartition(":")[2] == inode:
                yield HeldLock(int(process), int(first), kind == "WRITE")


def _command_of(process: int) -> str:
    """The process's manage.py command; blank if it is another program or has ended.

    Arguments are left out: they may name people.
    """
    try:
        words = Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    except OSError:
        return ""
    after = [word for before, word in pairwise(words) if before.endswith("manage.py")]
    return f" ({after[0]})" if after and after[0].isidentifier() else ""
