"""The marker beside the database: which database this data folder served last, and its newest event then.

A copied marker does not count: it describes the folder that it was copied from.
"""

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from sessions.log.epochs import LastEvent

FORMAT = 1
MARKER_FILE = "database.json"

WRITTEN_WITHIN_S = 10.0
"""How far the file's ctime may differ from the time in the marker. No copying tool can set the ctime."""


@dataclass(frozen=True, slots=True)
class Marker:
    identity: str
    generation: int
    token: str
    last_event: LastEvent | None


def read_marker(folder: Path) -> Marker | None:
    """The marker; None where there is none, where it cannot be read, or where it is a copy."""
    try:
        with (folder / MARKER_FILE).open("rb") as file:
            stat, written = os.fstat(file.fileno()), json.load(file)
        if written["format"] != FORMAT or written["inode"] != stat.st_ino:
            return None
        if abs(stat.st_ctime - written["written_at"]) > WRITTEN_WITHIN_S:
            return None
        last = written["last_event"]
        return Marker(
            written["identity"],
            written["generation"],
            written["token"],
            LastEvent(**last) if last is not None else None,
        )
    except (FileNotFoundError, ValueError, LookupError, TypeError):
        return None


def write_marker(folder: Path, marker: Marker) -> None:
    """Replace the marker. It need not survive a loss of power: an older marker, or none, is safe."""
    unfinished = folder / f"{MARKER_FILE}.{os.getpid()}"
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        own = {"format": FORMAT, "inode": os.fstat(file.fileno()).st_ino, "written_at": time.time()}
        json.dump({**own, **asdict(marker)}, file)
    unfinished.replace(folder / MARKER_FILE)


def has_marker(folder: Path) -> bool:
    """Whether this folder has a marker, even a copied one: then it has served a database before."""
    return (folder / MARKER_FILE).exists()
