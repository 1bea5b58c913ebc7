"""The database of domain tests: with SQLite it is migrated once, and all processes and runs copy the file."""

import fcntl
import hashlib
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("sessions", "moderation", "chatserver")


@contextmanager
def migrated_once(kept: Path, database: Path) -> Iterator[None]:
    """Within it, make the database and migrate it: the first process does so, the others begin with its copy.

    `kept` is shared by all runs, until models or migrations change: real servers still migrate from nothing in each
    whole run. The copy has no rows but those that migrations wrote.
    """
    template = kept / f"{digest_of_models()}.sqlite3"
    with (kept / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template.exists():
            fcntl.flock(lock, fcntl.LOCK_UN)
            _copy(template, database)
            yield
            return
        yield
        for outdated in kept.glob("*.sqlite3"):
            outdated.unlink()
        half_made = template.with_suffix(".half-made")
        half_made.unlink(missing_ok=True)
        _copy(database, half_made)
        half_made.rename(template)


def digest_of_models(root: Path = ROOT) -> str:
    """A digest of all that shapes an empty database: migrations, models, and the libraries that have some."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources(root):
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources(root: Path) -> list[Path]:
    modules = [path for package in PACKAGES for path in (root / package).rglob("*.py")]
    models = [path for path in modules if path.stem in ("models", "apps") or {"models", "migrations"} & set(path.parts)]
    return [root / "requirements.txt", root / "chatserver" / "settings.py", *sorted(models)]


def _copy(source: Path, target: Path) -> None:
    """Including the content of its write-ahead log."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
