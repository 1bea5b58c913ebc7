"""Verify a record with this installation's keys, and compare its checkpoint with this installation's own log."""

import base64
from pathlib import Path

from sessions.models import LogLeaf, LogOrigin
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.published_time_stamps import known_roots
from sessions.record.proof.stored_leaves import hashes_of
from sessions.record.proof.tree import root_hash
from sessions.record.proof.verifier.file_alone import NOT_COMPARED
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import (
    CRYPTOGRAPHY_NEEDED,
    KEY_NEEDED,
    Beside,
    Checkpoint,
    Failed,
    LogAfter,
    Verified,
    check_all_told,
    log_after,
    parse_json,
    read_record,
    verify_path,
)


def verify_with_own_log(path: Path, *, keys: list[str], roots: list[str], beside: Beside) -> tuple[Verified, list[str]]:
    """Verify a record like verify_path(), and compare its checkpoint with the log here.

    The log here must have the record's checkpoint, and under it nothing more of the record.

    Return the result, whose line tells what the log here has beyond that checkpoint, and notes for the reader:
    Verified.notes() and what was compared. Raises Failed and OSError.
    """
    keys, roots = [*known_keys(), *keys], [*known_roots(), *roots]
    verified = verify_path(path, keys=keys or None, roots=roots, beside=beside)
    notes = verified.notes()
    if verified.checkpoint is None:
        return verified, [*notes, "This draft is in no log: it was verified by the files alone."]
    if not verified.checkpoint.is_signed:
        notes.append(CRYPTOGRAPHY_NEEDED if keys else KEY_NEEDED)
    origin = LogOrigin.objects.filter(name=verified.checkpoint.origin).first()
    if origin is None:
        return verified, [
            *notes,
            f"{NOT_COMPARED}: this installation has another log than {verified.checkpoint.origin}.",
        ]
    size = _compare(verified.checkpoint, origin)
    verified = verified._replace(after=_require_all_told(path, verified.checkpoint, size))
    return verified, [*notes, f"Verified by the file, and compared with the {size} leaves of the log here."]


def _compare(checkpoint: Checkpoint, origin: LogOrigin) -> int:
    """Answers how many leaves the log here has."""
    try:
        newest = newest_published()
        hashes = hashes_of(newest) if newest is not None else ()
    except LogRefused as refusal:
        raise Failed(str(refusal)) from None
    following = LogOrigin.objects.filter(number__gt=origin.number).first()
    if following is not None and checkpoint.size > following.kept_size:
        raise Failed(f"the log {origin.name} has ended, and this checkpoint is beyond what was kept of it: see /log/")
    if checkpoint.size > len(hashes):
        raise Failed(f"the log here has only {len(hashes)} leaves, and the record's checkpoint {checkpoint.size}")
    if root_hash(hashes[: checkpoint.size]) != checkpoint.root:
        signed = base64.b64encode(checkpoint.root).decode()
        raise Failed(f"the log here does not begin with the {checkpoint.size} leaves that were signed as {signed}")
    return len(hashes)


def _require_all_told(path: Path, checkpoint: Checkpoint, size: int) -> LogAfter:
    """Require that the record names each redaction in the log. size: how many leaves the log here has."""
    document = parse_json(read_record(path))
    rows = LogLeaf.objects.filter(slug=document["slug"], index__lt=size).order_by("index").values_list("index", "data")
    leaves = [(index, data.encode()) for index, data in rows]
    check_all_told(document, [data for index, data in leaves if index < checkpoint.size])
    after = log_after(document, [data for index, data in leaves if index >= checkpoint.size])
    return after._replace(entries=size - checkpoint.size)
