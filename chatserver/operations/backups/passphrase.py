"""The passphrase of a backup, from a file or from the environment, never from a command line."""

import os
from pathlib import Path

from chatserver.operations.backups import BadBackup

VARIABLE = "BACKUP_PASSPHRASE"
SHORTEST = 12


def find_passphrase(file: Path | None) -> bytes | None:
    """The passphrase; None where there is none. Raises BadBackup."""
    if file is not None:
        try:
            given = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as reason:
            raise BadBackup(f"The passphrase cannot be read from {file}: {reason}.") from None
    elif VARIABLE in os.environ:
        given = os.environ[VARIABLE]
    else:
        return None
    if len(given) < SHORTEST:
        raise BadBackup(f"A passphrase needs at least {SHORTEST} characters.")
    return given.encode()
