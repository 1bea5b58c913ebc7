"""The time stamps that everybody may have: that of a note, and the certificates by which ours are checked."""

import hashlib

from sessions.models import CheckpointTimeStamp, LogCheckpoint


def time_stamp_of(note: str) -> CheckpointTimeStamp | None:
    """The one of exactly this note; None where there is none, or none yet."""
    return CheckpointTimeStamp.objects.filter(digest=digest_of_note(note)).first()


def stamp_of_newest(checkpoint: LogCheckpoint) -> CheckpointTimeStamp | None:
    """The time stamp that was read with the newest checkpoint; None where it is not one of this note."""
    stamp: CheckpointTimeStamp | None = getattr(checkpoint, "time_stamp", None)
    return stamp if stamp is not None and stamp.digest == digest_of_note(checkpoint.note) else None


def digest_of_note(note: str) -> str:
    return hashlib.sha256(note.encode()).hexdigest()


def known_roots() -> list[str]:
    """The certificates (PEM) of all authorities that ever stamped here."""
    return list(
        CheckpointTimeStamp.objects.exclude(roots="").values_list("roots", flat=True).distinct().order_by("roots")
    )
