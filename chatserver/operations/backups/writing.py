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

from chatserver.database.identity import DATABASE_FILE
from chatserver.database.old_copies import PUT_ASIDE
from chatserver.operations.backups import BadBackup
from chatserver.operations.backups.archive import read_archive, write_archive
from chatserver.operations.backups.manifest import Manifest, describe_part
from chatserver.operations.backups.names import (
    DATABASE_PARTS,
    FILES_FOLDER,
    KEPT_NAMES,
    LEFT_OUT_NAMES,
    SECRET_KEY_NAME,
)
from chatserver.operations.backups.postgresql_dump import dump_database
from chatserver.operations.backups.sqlite_copy import copy_database, look_through_sqlite


@dataclass(frozen=True, slots=True)
class WrittenBackup:
    """A written backup. left_out: the files of the data folder that are none of ours, by their names there."""

    manifest: Manifest
    size: int
    left_out: list[str]


def make_backup(target: Path, *, passphrase: bytes | None) -> WrittenBackup:
    """Write a backup to a new file. Raises BadBackup, and then leaves no file behind."""
    if target.exists():
        raise BadBackup(f"{target} already exists and is never overwritten: name another file.")
    if not target.parent.is_dir():
        raise BadBackup(f"There is no folder {target.parent}.")
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as name:
        folder = Path(name)
        parts = folder / "parts"
        parts.mkdir()
        manifest, left_out = _gather(parts)
        write_archive(folder / "archive", manifest, parts, passphrase=passphrase)
        (folder / "read-back").mkdir()
        if read_archive(folder / "archive", folder / "read-back", passphrase=passphrase) != (manifest, []):
            raise BadBackup("Verification failed: the file does not contain what was written.")
        size = (folder / "archive").stat().st_size
        _publish(folder / "archive", target)
    return WrittenBackup(manifest, size, left_out)


def _gather(folder: Path) -> tuple[Manifest, list[str]]:
    """Files are copied after the database, so that a key in the copy covers everything in the database."""
    engine, at = connection.vendor, datetime.now(UTC).isoformat(timespec="seconds")
    database = folder / DATABASE_PARTS[engine]
    if engine == "sqlite":
        if not (settings.DATA_DIR / DATABASE_FILE).exists():
            raise BadBackup(f"There is no database in {settings.DATA_DIR}: set DATA_DIR to its folder.")
        copy_database(settings.DATA_DIR / DATABASE_FILE, database)
        migrations, counts = look_through_sqlite(database)
    else:
        try:
            migrations, counts = dump_database(database)
        except psycopg.Error as error:
            raise BadBackup(f"The database cannot be read: {' '.join(str(error).split())}.") from None
    copied, left_out = copy_files(settings.DATA_DIR, folder)
    names = [database.name, *copied]
    manifest = Manifest(
        at=at,
        product=_product_version(),
        engine=engine,
        migrations=migrations,
        counts=counts,
        has_secret_key=f"{FILES_FOLDER}/{SECRET_KEY_NAME}" in names and "SECRET_KEY" not in os.environ,
        parts=[describe_part(folder / name, name) for name in names],
    )
    return manifest, left_out


def copy_files(data_dir: Path, folder: Path) -> tuple[list[str], list[str]]:
    """Copy keys, photos and what else a backup may hold; answers their names in it, and the files that it may not hold.

    A photo may be removed meanwhile: it is in no backup then.
    """
    names = []
    found = [str(path.relative_to(data_dir)) for path in _own_files(data_dir)]
    for kept in tqdm(
        [name for name in found if KEPT_NAMES.fullmatch(name)], desc="Copying", unit=" files", disable=None
    ):
        path, name = data_dir / kept, f"{FILES_FOLDER}/{kept}"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(path, folder / name)
        except FileNotFoundError:
            continue
        names.append(name)
    return names, [name for name in found if not KEPT_NAMES.fullmatch(name)]


def _own_files(data_dir: Path) -> Iterator[Path]:
    """The files of our own, without those whose name begins with a point: locks, and what is half-written."""
    for top in sorted(data_dir.iterdir()):
        if top.name in LEFT_OUT_NAMES or top.name.startswith((PUT_ASIDE, ".")):
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
        raise BadBackup(f"{target} was created by another program meanwhile and is not overwritten.") from None
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
