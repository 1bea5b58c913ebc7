"""Writes a file whole or not at all: whatever stops the writing, nothing half-written stands under its name."""

import os
from pathlib import Path
from uuid import uuid4

UNFINISHED = ".unfinished"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file as a whole, beside it first, then renamed.

    Raises OSError, for example where the disk is full; then nothing is left.
    """
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}{UNFINISHED}")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def clear_unfinished(folder: Path) -> None:
    """Remove what a killed process left half-written."""
    for path in folder.glob(f".*{UNFINISHED}"):
        path.unlink(missing_ok=True)
