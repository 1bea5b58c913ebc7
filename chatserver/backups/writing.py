"""Makes a backup of this installation while it is served, and reads it back before it counts."""

import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from tqdm import tqdm

from chatserver.backups import BadBackup
from chatserver.backups.archive import read_archive, write_archive
from chatserver.backups.manifest import Manifest, describe_part
from chatserver.backups.postgresql_dump import dump_database
from chatserver.backups.sqlite_copy import copy_database, look_through_sqlite
from chatserver.config.data_folder import NOTICE_NAME
from chatserver.database.identity import DATABASE_FILE
from chatserver.database.lock import LOCK_FILE as LOCK_NAME
from chatserver.database.marker import MARKER_FILE as MARKER_NAME
from chatserver.database.old_copies import PUT_ASIDE
from sessions.photos.storage import SMALL_FOLDER
from sessions.record.proof.high_water import HIGH_WATER_FILE as HIGH_WATER_NAME

DATABASE_PARTS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
FILES_FOLDER = "files"
SECRET_KEY_NAME = "secret_key"  # noqa: S105 -- its file's name

LEFT_OUT = {
    *(DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm", MARKER_NAME, LOCK_NAME),
    *("static", "static.collected", "last_tick", NOTICE_NAME, HIGH_WATER_NAME, SMALL_FOLDER),
}
"""Files of the data folder that are copied separately, belong to this machine only, or are made from the code."""


@dataclass(frozen=True, slots=True)
class WrittenBackup:
    manifest: Manifest
    size: int


def make_backup(target: Path, *, passphrase: bytes | None) -> WrittenBackup:
    """Write a backup to a new file. Raises BadBackup, and then leaves no file behind."""
    if target.exists():
        raise BadBackup(f"{target} is there already, and is not overwritten: name another file.")
    if not target.parent.is_dir():
        raise BadBackup(f"There is no folder {target.parent}.")
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as name:
        folder = Path(name)
        parts = folder / "parts"
        parts.mkdir()
        manifest = _gather(parts)
        write_archive(folder / "archive", manifest, parts, passphrase=passphrase)
        (folder / "read-back").mkdir()
        if read_archive(folder / "archive", folder / "read-back", passphrase=passphrase) != manifest:
            raise BadBackup("What was read back is not what was written.")
        size = (folder / "archive").stat().st_size
        _publish(folder / "archive", target)
    return WrittenBackup(manifest, size)


def _gather(folder: Path) -> Manifest:
    """Files are copied after the database, so that a key in the copy covers everything in the database."""
    engine, at = connection.vendor, datetime.now(UTC).isoformat(timespec="seconds")
    database = folder / DATABASE_PARTS[engine]
    if engine == "sqlite":
        if not (settings.DATA_DIR / DATABASE_FILE).exists():
            raise BadBackup(f"There is no database in {settings.DATA_DIR}: say where it is by DATA_DIR.")
        copy_database(settings.DATA_DIR / DATABASE_FILE, database)
        migrations, counts = look_through_sqlite(database)
    else:
        try:
            migrations, counts = dump_database(database)
        except psycopg.Error as error:
            raise BadBackup(f"The database cannot be read: {' '.join(str(error).split())}.") from None
    names = [database.name]
    names += copy_files(settings.DATA_DIR, folder)
    return Manifest(
        at=at,
        product=_product_version(),
        engine=engine,
        migrations=migrations,
        counts=counts,
        has_secret_key=f"{FILES_FOLDER}/{SECRET_KEY_NAME}" in names and "SECRET_KEY" not in os.environ,
        parts=[describe_part(folder / name, name) for name in names],
    )


def copy_files(data_dir: Path, folder: Path) -> list[str]:
    """Copy keys, photos and any other file of the data folder; answers their names in the backup.

    A photo may be removed meanwhile: it is in no backup then.
    """
    names = []
    for path in tqdm(list(_own_files(data_dir)), desc="Copying", unit=" files", disable=None):
        name = f"{FILES_FOLDER}/{path.relative_to(data_dir)}"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(path, folder / name)
        except FileNotFoundError:
            continue
        names.append(name)
    return names


def _own_files(data_dir: Path) -> Iterator[Path]:
    """Without those whose name begins with a point: locks, and what is half-written."""
    for top in sorted(data_dir.iterdir()):
        if top.name in LEFT_OUT or top.name.startswith((PUT_ASIDE, ".")):
            continue
        for path in [top, *sorted(top.rglob("*"))]:
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path


def _product_version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _publish(finished: Path, target: Path) -> None:
    """Give the finished file its name, atomically, and never over another file."""
    finished.chmod(0o600)
    try:
        os.link(finished, target)
    except FileExistsError:
        raise BadBackup(f"{target} has come into being meanwhile, and is not overwritten.") from None
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
