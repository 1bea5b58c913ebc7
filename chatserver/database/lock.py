"""One server for one data folder: a lock on a file in it, which the system releases however the server ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

LOCK_FILE = "serving.lock"


class AlreadyServed(Exception):
    """The message says in one line which server holds the folder, and since when."""


def is_folder_held(folder: Path) -> bool:
    """Whether a server, or a command that needs the folder for itself, holds it now."""
    path = folder / LOCK_FILE
    if not path.exists():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold the lock for the body; child processes do not inherit it. Raises AlreadyServed."""
    handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(
                f"{folder} is in use by {file.read().strip() or 'another process'}: stop that first, "
                "or choose another folder (--data)."
            ) from None
        file.truncate()
        file.write(f"process {os.getpid()}, since {datetime.now(UTC).isoformat(timespec='seconds')}\n")
        file.flush()
        yield
