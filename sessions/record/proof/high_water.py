"""The high-water mark next to the database: the greatest checkpoint that this data folder has signed or published.

It is in no backup, and a restored database does not replace it: that is how a shorter log is noticed.
"""

import base64
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sessions.record.proof.log_refused import LogRefused

HIGH_WATER_FILE = "log_high_water.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class HighWater:
    """The high-water mark of the log. number: of the log's origin. size -1: restored here, and nothing is known."""

    number: int
    size: int
    root: bytes = b""

    @property
    def is_unknown(self) -> bool:
        return self.size < 0

    def is_above(self, other: "HighWater | None") -> bool:
        return other is None or (self.number, self.size) > (other.number, other.size)


UNKNOWN_HIGH_WATER = HighWater(0, -1)
"""A database was restored into a folder that has no mark: whether a longer log was published, nobody here knows."""


def read_mark(folder: Path) -> HighWater | None:
    """Read the mark; None where nothing was signed yet. Raises LogRefused for a file that cannot be read."""
    path = folder / HIGH_WATER_FILE
    try:
        written = json.loads(path.read_bytes())
        if written["format"] != FORMAT:
            raise ValueError
        return HighWater(int(written["number"]), int(written["size"]), base64.b64decode(written["root"], validate=True))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LogRefused(f"The high-water mark of the log, {path}, cannot be read: {error.strerror}.") from error
    except (ValueError, LookupError, TypeError):
        raise LogRefused(
            f"The high-water mark of the log, {path}, is damaged. It says how long the published log is: write it "
            "again by bin/manage accept_restored_log --reason '…'."
        ) from None


def raise_mark(folder: Path, mark: HighWater) -> None:
    """Write a greater mark; an equal or smaller one changes nothing. On the disk when it returns. Raises LogRefused."""
    with _locked(folder):
        if mark.is_above(read_mark(folder)):
            _write(folder, mark)


def replace_mark(folder: Path, mark: HighWater) -> None:
    """Write a mark whatever stood there: the loss was declared in public. Raises LogRefused."""
    with _locked(folder):
        _write(folder, mark)


def _write(folder: Path, mark: HighWater) -> None:
    written = {"format": FORMAT, "number": mark.number, "size": mark.size, "root": base64.b64encode(mark.root).decode()}
    unfinished = (
        folder / f".{HIGH_WATER_FILE}.unfinished"
    )  # of one name, under the lock: a kill leaves no more than one
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(written, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / HIGH_WATER_FILE)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Lock the mark for one process at a time."""
    try:
        with (folder / f".{HIGH_WATER_FILE}.lock").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise LogRefused(f"The high-water mark of the log cannot be written to {folder}: {error.strerror}.") from error
