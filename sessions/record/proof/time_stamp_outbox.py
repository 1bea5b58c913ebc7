"""The outbox of time stamps: only the newest published checkpoint is asked for, because it covers all earlier ones.

Nothing waits for it: a record is sealed and published without a time stamp, which comes when the authority answers.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from sessions.models import CheckpointTimeStamp, LogCheckpoint
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.published_time_stamps import digest_of_note

LEASE = timedelta(minutes=2)
RETRY_AFTER = [timedelta(minutes=each) for each in (1, 5, 30, 120, 360)]
"""The last one for ever: an authority may be away for days."""

LONGEST_NAME = 200


def claim_checkpoint(now: datetime) -> LogCheckpoint | None:
    """The newest checkpoint, if a time stamp of its note is missing and due; ours until the lease ends.

    None, too, while the log may not be published: what is wrong with it is said where it is read. Several processes may
    ask at once.
    """
    try:
        checkpoint = newest_published()
    except LogRefused:
        return None
    if checkpoint is None:
        return None
    row, _is_new = CheckpointTimeStamp.objects.get_or_create(checkpoint=checkpoint, defaults={"due_at": now})
    if row.due_at > now or row.digest == digest_of_note(checkpoint.note):
        return None
    seen = CheckpointTimeStamp.objects.filter(pk=row.pk, due_at=row.due_at)
    return checkpoint if seen.update(due_at=now + LEASE) else None


def keep_time_stamp(
    checkpoint: LogCheckpoint, *, response: bytes, roots: str, authority: str, stamped_at: datetime
) -> None:
    """Store a time stamp.

    checkpoint: as it was claimed, with the note that was stamped. response: found to be a time stamp of it.
    """
    CheckpointTimeStamp.objects.filter(pk=checkpoint.pk).update(
        digest=digest_of_note(checkpoint.note),
        response=response,
        roots=roots,
        authority=authority[:LONGEST_NAME],
        stamped_at=stamped_at,
        due_at=timezone.now(),
        tries=0,
    )


def note_failure(checkpoint: LogCheckpoint, now: datetime) -> timedelta:
    """Put the next request for a time stamp off after a failed one, and return for how long."""
    row = CheckpointTimeStamp.objects.get(pk=checkpoint.pk)
    after = RETRY_AFTER[min(row.tries, len(RETRY_AFTER) - 1)]
    CheckpointTimeStamp.objects.filter(pk=row.pk).update(tries=row.tries + 1, due_at=now + after)
    return after
