"""Verify a record by its file alone: for somebody who has our code, and no installation with a database."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sessions.record.proof.verifier import verify

NOT_COMPARED = "Verified by the files that were given, and compared with no log here"


def is_without_database(default_folder: Path) -> bool:
    """Whether neither the environment nor the data folder has one; nothing is made, and no setting is read."""
    file = Path(os.environ.get("DATA_DIR") or default_folder) / "db.sqlite3"
    try:
        return not os.environ.get("DATABASE_URL") and not file.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return True


def verify_file_alone(arguments: Sequence[str]) -> int:
    """Verify a record as `python verify.py FILE` does, and return the exit code."""
    code = verify.main(arguments)
    if code in (verify.OK, verify.UNSIGNED):
        sys.stderr.write(f"{NOT_COMPARED}: there is no database.\n")
    return code
