"""What this machine offers a measurement: cores to pin to, open files, and addresses to connect from."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))

SPARE_FILES = 600
"""Files of a process, besides its sockets: its code, its database, its pipes."""

SOCKETS_PER_ADDRESS = 10_000
"""Well below the 28,000 ports that Linux has for one address and one server."""

ADDRESSES_PER_PROCESS = 4


def raise_file_limit() -> int:
    """Raise the limit of open files as far as this user may, for us and our children; answers the limit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = 1_048_576
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def affordable(wanted: int, files: int, *, processes: int = 1) -> int:
    """How many of the wanted sockets fit if each of some processes may open so many files."""
    return min(wanted, max(0, files - SPARE_FILES) * processes)


def server_cores() -> set[int]:
    """The core of a server of one process."""
    return set(CORES[:1])


def load_cores() -> set[int]:
    """The cores for everything else meanwhile: the other ones, if there are any."""
    return set(CORES[1:] or CORES)


def all_cores() -> set[int]:
    return set(CORES)


@contextmanager
def on_cores(cores: set[int]) -> Iterator[None]:
    """All processes that this thread starts in here stay on these cores, if the system can pin at all."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def source_address(process: int, index: int) -> str:
    """A loopback address for a client of a generator process; 127.0.0.1 while it has free ports."""
    place = process * ADDRESSES_PER_PROCESS + index // SOCKETS_PER_ADDRESS
    return f"127.0.{place // 250}.{1 + place % 250}"
