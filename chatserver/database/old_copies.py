"""Deletes what a restore has put aside, some time after a redaction: it is older, and still holds the words."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from sessions.models import Redaction

PUT_ASIDE = "replaced-"
NAMED_BY = "%Y%m%dT%H%M%S"
"""Names of old copies. After it, the moment of the restore in UTC."""

SCHEMAS = "SELECT nspname FROM pg_namespace WHERE left(nspname, %s) = %s"


def delete_outdated_copies(now: datetime) -> list[str]:
    """Delete them BACKUP_KEEP_DAYS after the first redaction that came later; answers their names."""
    until = now - timedelta(days=settings.BACKUP_KEEP_DAYS)
    redacted = list(Redaction.objects.confirmed().filter(decided_at__lte=until).values_list("decided_at", flat=True))
    deleted = []
    for name, made_at in [*_folders(settings.DATA_DIR), *_schemas()]:
        if any(at is not None and at > made_at for at in redacted):
            _delete(name)
            deleted.append(name)
    return sorted(set(deleted))


def _delete(name: str) -> None:
    folder = settings.DATA_DIR / name
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(name)} CASCADE")


def _folders(data_dir: Path) -> Iterator[tuple[str, datetime]]:
    for path in data_dir.glob(f"{PUT_ASIDE}*"):
        yield from _dated(path.name)


def _schemas() -> Iterator[tuple[str, datetime]]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(SCHEMAS, [len(PUT_ASIDE), PUT_ASIDE])
            for (name,) in cursor.fetchall():
                yield from _dated(name)


def _dated(name: str) -> Iterator[tuple[str, datetime]]:
    """Nothing for a name that says no moment: it is not ours."""
    try:
        yield name, datetime.strptime(name.removeprefix(PUT_ASIDE), NAMED_BY).replace(tzinfo=UTC)
    except ValueError:
        return
