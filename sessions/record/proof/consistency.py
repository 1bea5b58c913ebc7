"""Whether the log in the database goes on from everything that was signed: asked before signing and publishing."""

import base64
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from sessions.models import LogCheckpoint, LogOrigin
from sessions.record.proof.high_water import UNKNOWN_HIGH_WATER, HighWater, raise_mark, read_mark, replace_mark
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.stored_leaves import hashes_of
from sessions.record.proof.tree import root_hash

WHAT_TO_DO = (
    "Put the newer database back. If it is lost, say so in public: bin/manage accept_restored_log --reason '…' "
    "begins a log with a new name and states the loss on the page /log/."
)


def require_consistent(origin: LogOrigin, hashes: Sequence[bytes]) -> None:
    """Raises LogRefused where these leaves do not go on from the newest checkpoint or from the high-water mark."""
    newest = newest_of(origin)
    if newest is not None:
        _require_prefix(hashes, newest.size, base64.b64decode(newest.root), "The database")
    _require_covered(origin, hashes, read_mark(settings.DATA_DIR))


def _require_covered(origin: LogOrigin, hashes: Sequence[bytes], mark: HighWater | None) -> None:
    if mark is None:
        return
    if mark.is_unknown:
        raise LogRefused(
            "The database was restored in a folder that never signed this log: whether a longer one was published, "
            f"nobody here knows. If none was: bin/manage accept_restored_log --nothing-lost. Otherwise: {WHAT_TO_DO}"
        )
    if mark.number > origin.number:
        raise LogRefused(
            f"This data folder has published a log with a newer name, of {mark.size} leaves: the database was restored "
            f"from an older copy. {WHAT_TO_DO}"
        )
    if mark.number == origin.number:
        _require_prefix(hashes, mark.size, mark.root, "This data folder")


def newest_of(origin: LogOrigin) -> LogCheckpoint | None:
    return LogCheckpoint.objects.filter(origin=origin).select_related("origin").last()


def newest_published() -> LogCheckpoint | None:
    """The newest checkpoint, for everybody to see; the high-water mark covers it before anybody sees it.

    With its time stamp, if there is one. None while nothing was ever signed. Raises LogRefused where a greater or
    another one has been published from here: a shorter log must not be shown in its place.
    """
    mark = read_mark(settings.DATA_DIR)  # before the database is read: meanwhile others may sign, and raise it
    rows = LogCheckpoint.objects.select_related("origin", "time_stamp").order_by("origin", "pk")
    checkpoint = rows.last()
    if checkpoint is None or (mark is not None and mark.number > checkpoint.origin_id):
        _require_none(mark)
        return None
    own = high_water_of(checkpoint)
    if mark != own:
        _require_covered(checkpoint.origin, hashes_of(checkpoint), mark)
        raise_mark(settings.DATA_DIR, own)
    return checkpoint


def note_restored_log(folder: Path) -> None:
    """Note a restored log after a restoration into a folder without a mark.

    A signed log waits until the operator says whether it is whole.

    Where there is a mark, that one decides.
    """
    if read_mark(folder) is None and LogCheckpoint.objects.exists():
        replace_mark(folder, UNKNOWN_HIGH_WATER)


def high_water_of(checkpoint: LogCheckpoint) -> HighWater:
    return HighWater(checkpoint.origin_id, checkpoint.size, base64.b64decode(checkpoint.root))


def _require_none(mark: HighWater | None) -> None:
    """Raises LogRefused where a log was published, and this database knows none, or only one before it."""
    origin = LogOrigin.objects.last()
    if origin is not None:
        _require_covered(origin, (), mark)
    elif mark is not None and mark.size:
        raise LogRefused(
            f"This data folder has published a log of {mark.size} leaves, and the database holds none. {WHAT_TO_DO}"
        )


def _require_prefix(hashes: Sequence[bytes], size: int, root: bytes, where: str) -> None:
    if not size:
        return
    if size > len(hashes):
        raise LogRefused(
            f"{where} has signed a log of {size} leaves, and only {len(hashes)} are in the database: it was restored "
            f"from an older copy. {WHAT_TO_DO}"
        )
    if root_hash(hashes[:size]) != root:
        raise LogRefused(f"{where} has signed other {size} leaves of the log than those in the database. {WHAT_TO_DO}")
