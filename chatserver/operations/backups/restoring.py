"""Restores an installation from a backup: checks it first, puts it in place at once, and keeps the old data aside."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from chatserver.database.identity import DATABASE_FILE, KnownDatabase
from chatserver.database.marker import MARKER_FILE as MARKER_NAME
from chatserver.database.old_copies import NAMED_BY, PUT_ASIDE
from chatserver.operations.backups import BadBackup, postgresql_dump
from chatserver.operations.backups.archive import read_archive
from chatserver.operations.backups.manifest import Manifest
from chatserver.operations.backups.names import DATABASE_PARTS, FILES_FOLDER, SECRET_KEY_NAME
from chatserver.operations.backups.sqlite_copy import look_through_sqlite
from sessions.models import RedactedEntry
from sessions.record.proof.consistency import note_restored_log
from sessions.record.redaction.redaction_list import (
    REDACTIONS_FILE,
    BadList,
    Line,
    join_list,
    read_lines,
    read_list,
    write_list,
)

DATABASE_FILES = (DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm", MARKER_NAME)
"""What is put aside with the database, whatever the backup brings."""

REDACTED = "chat_sessions_redactedentry"
"""The table of redacted entries, in the counts of a manifest."""

TOLD_TABLES = {"chat_sessions_chatsession", "chat_sessions_event"}
"""Tables whose numbers of rows are reported when all is done."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A finished restore.

    aside: where the previous data are kept; empty where there were none. redacted: entries redacted again.

    left_out: files of the backup that are none of ours.
    """

    manifest: Manifest
    aside: str
    redacted: int
    left_out: list[str]


def restore_backup(
    source: Path,
    *,
    passphrase: bytes | None,
    replace: bool,
    redactions: Path | None = None,
    leave_out_others: bool = False,
) -> Restored:
    """Restore into this installation. It must not be served: the caller holds the folder's lock.

    redactions: a list of redactions besides the one in the data folder; what the backup brings back of their words is
    destroyed again. leave_out_others: files that no backup of ours holds are passed over, and not an error.

    What can be tried is tried before anything is changed; whatever fails after that, the previous data are put back.
    Raises BadBackup.
    """
    if not source.is_file():
        raise BadBackup(f"There is no file {source}.")
    require_room(replace=replace)
    known = [*_listed(settings.DATA_DIR), *_lines_of(redactions)]
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.DATA_DIR) as name:
        folder = Path(name)
        manifest, left_out = read_archive(source, folder, passphrase=passphrase, leave_out_others=leave_out_others)
        _require_fitting(manifest, folder)
        _join_redactions(folder / FILES_FOLDER, known)
        aside = f"{PUT_ASIDE}{datetime.now(UTC):{NAMED_BY}}"
        try:
            with ExitStack() as undoing:
                had_files, redacted = _replace(folder, manifest, aside, undoing)
                undoing.pop_all()
        except BadBackup:
            raise
        except Exception as reason:
            words = " ".join(str(reason).split()) or type(reason).__name__
            raise BadBackup(f"The backup cannot be used: {words}. Nothing was changed.") from reason
    return Restored(manifest, aside if had_files or replace else "", redacted, left_out)


def _replace(folder: Path, manifest: Manifest, aside: str, undoing: ExitStack) -> tuple[bool, int]:
    """Replace existing data.

    undoing: closed where anything fails. Answers whether there were files before, and what _begin_again() does.
    """
    if connection.vendor == "postgresql":
        postgresql_dump.restore_dump(folder / DATABASE_PARTS["postgresql"], aside=aside)
        undoing.callback(postgresql_dump.bring_back, aside)
        _require_same(manifest)
    had_files = _put_in_place(folder, settings.DATA_DIR, aside, undoing)
    return had_files, _begin_again(manifest)


def _join_redactions(folder: Path, known: list[Line]) -> None:
    """Join the redactions, so that the list in the data folder is never without what this machine knows."""
    folder.mkdir(exist_ok=True, mode=0o700)
    try:
        join_list(folder, known)
    except BadList as reason:
        raise BadBackup(f"The list of redactions in the backup cannot be used: {reason}") from None


def _begin_again(manifest: Manifest) -> int:
    """Bring the restored data up to date with this code and the redactions; answers how many entries these were."""
    try:
        call_command("prepare")  # it redacts again what the backup has brought back
        missing = sorted({*connection.introspection.django_table_names()} - {*connection.introspection.table_names()})
        if missing:
            raise BadBackup(f"The database in the backup lacks the table {missing[0]}.")
        write_list()
        redacted = RedactedEntry.objects.count() - manifest.counts.get(REDACTED, 0)
        KnownDatabase(settings.DATA_DIR).look()  # no marker matches this database, so its epochs will be renewed
        note_restored_log(settings.DATA_DIR)
        return redacted
    finally:
        connection.close()


def _lines_of(redactions: Path | None) -> list[Line]:
    if redactions is None:
        return []
    if not redactions.is_file():
        raise BadBackup(f"There is no file {redactions}.")
    try:
        return read_lines(redactions)
    except BadList as reason:
        raise BadBackup(str(reason)) from None


def _listed(folder: Path) -> list[Line]:
    try:
        return read_list(folder)
    except BadList as reason:
        raise BadBackup(f"{reason} Repair or remove it; without the list, redacted words would come back.") from None


def require_room(*, replace: bool) -> None:
    """Raises BadBackup where data would be replaced without permission, or while they are in use."""
    if connection.vendor == "sqlite":
        path = settings.DATA_DIR / DATABASE_FILE
        if not replace and path.exists() and path.stat().st_size:
            raise BadBackup(f"{settings.DATA_DIR} already holds a database: --replace moves it aside and keeps it.")
        return
    others = postgresql_dump.count_others()
    if others:
        raise BadBackup(f"The database is in use, by {others} connections: stop all servers that work on it first.")
    if not replace and not postgresql_dump.is_empty():
        raise BadBackup("The database is not empty: --replace moves its tables into another schema.")


def _require_fitting(manifest: Manifest, folder: Path) -> None:
    if manifest.engine != connection.vendor:
        where = "without DATABASE_URL" if manifest.engine == "sqlite" else "with DATABASE_URL"
        raise BadBackup(f"The backup is of {manifest.engine}: restore it {where}.")
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        raise BadBackup(f"The backup was made by newer code ({unknown[0]} is unknown here): restore it with that code.")
    database = folder / DATABASE_PARTS[manifest.engine]
    if manifest.engine == "sqlite":
        if look_through_sqlite(database) != (manifest.migrations, manifest.counts):
            raise BadBackup("The database in the backup does not hold what the manifest says.")
    elif postgresql_dump.count_rows(database) != manifest.counts:
        raise BadBackup("The dump in the backup does not hold what the manifest says.")
    if not manifest.counts.keys() >= TOLD_TABLES:
        raise BadBackup("The database in the backup does not belong to this product.")


def _require_same(manifest: Manifest) -> None:
    with postgresql_dump.connect() as database:
        if postgresql_dump.look_through_postgresql(database) != (manifest.migrations, manifest.counts):
            raise BadBackup("The restored database does not hold what the manifest says.")


def _put_in_place(folder: Path, data_dir: Path, aside: str, undoing: ExitStack) -> bool:
    """Put the data in place by renaming, which needs no disk space.

    Answers whether anything was moved aside that was there before.

    A key alone is not: the command that restores has made it for itself, in an empty folder.
    """
    comes = list(_coming(folder))
    goes = [data_dir / name for name in DATABASE_FILES]
    goes += [data_dir / name for _path, name in comes if data_dir / name not in goes]
    goes = [path for path in goes if path.exists()]
    undoing.callback(_remove_emptied, data_dir / aside)
    for path in goes:
        _move(path, data_dir / aside / path.relative_to(data_dir), undoing)
    for name in (*DATABASE_FILES, REDACTIONS_FILE):  # what the restored one writes
        undoing.callback((data_dir / name).unlink, missing_ok=True)
    for path, name in comes:
        _move(path, data_dir / name, undoing)
    return any(path.name != SECRET_KEY_NAME for path in goes)


def _move(path: Path, target: Path, undoing: ExitStack) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.rename(target)
    undoing.callback(_move_back, target, path)


def _move_back(target: Path, path: Path) -> None:
    """A redaction may have removed what had come."""
    if target.exists():
        target.rename(path)


def _remove_emptied(folder: Path) -> None:
    if not any(path.is_file() for path in folder.rglob("*")):
        shutil.rmtree(folder, ignore_errors=True)


def _coming(folder: Path) -> Iterator[tuple[Path, str]]:
    """Pairs of an unpacked file and its name in the data folder."""
    database = folder / DATABASE_PARTS["sqlite"]
    if database.exists():
        yield database, DATABASE_FILE
    for path in sorted((folder / FILES_FOLDER).rglob("*")):
        if path.is_file():
            yield path, str(path.relative_to(folder / FILES_FOLDER))
