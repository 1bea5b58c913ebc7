"""The data folder: makes it, checks it, and closes it to other users."""

import os
import stat
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

OWN_FILES = (
    *("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"),
    *("secret_key", "push_keys.json", "demo.json", "posting.toml", "database.json", "serving.lock"),
)
NOTICE_NAME = "README.txt"
NOTICE = """\
Everything of one Councillor Live Chat installation: its database and its keys.

To back it up:   bin/manage backup FILE     (while it is served; --encrypt seals it with a passphrase)
To bring it back: bin/manage restore FILE    (while it is not)

A copy of db.sqlite3 alone is no backup: what was written last stands in db.sqlite3-wal. Do not move, replace or
remove these files while the server runs: it would stop.
"""

FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_data_folder(folder: Path) -> Path:
    """Make it private: it holds personal data and the key. Raises ImproperlyConfigured where it cannot be used."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as reason:
        raise ImproperlyConfigured(f"The data folder {folder} cannot be made: {reason.strerror}.") from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        owner = folder.stat().st_uid
        whose = "yours" if owner == os.geteuid() else f"of the user with the number {owner}"
        raise ImproperlyConfigured(
            f"The data folder {folder} is {whose}, and this process (user {os.geteuid()}) may not write to it: "
            "run it as its owner, or choose another folder (--data)."
        )
    return folder


def close_to_others(folder: Path) -> bool:
    """Remove other users' permissions from the folder and its files; answers whether there were any."""
    for name in OWN_FILES:
        if (folder / name).exists():
            _close(folder / name, 0o600)
    return _close(folder, 0o700)


def leave_notice(folder: Path) -> None:
    """Write a note beside the database that says how to back it up, for people who are about to copy it."""
    path = folder / NOTICE_NAME
    if not path.exists():
        path.write_text(NOTICE, encoding="ascii")


def _close(path: Path, mode: int) -> bool:
    found = path.stat()
    if found.st_uid != os.geteuid() or not found.st_mode & FOR_OTHERS:
        return False
    path.chmod(mode)
    return True
