"""Time stamps of checkpoints by an authority outside (RFC 3161): each row is asked for until it is there."""

from django.db import models

from sessions.models.installation_log import LogCheckpoint


class CheckpointTimeStamp(models.Model):
    """The time stamp of one checkpoint, or the request for it. It was verified before it is here.

    digest: SHA-256 (hexadecimal) of the note that is stamped; a witness' signature that is added later makes another
    note, which is stamped anew. response: the authority's answer, a DER TimeStampResp. roots: the certificates (PEM) by
    which it is checked. stamped_at: the authority's own time. due_at: when it is asked for next.
    """

    checkpoint = models.OneToOneField(
        LogCheckpoint, on_delete=models.CASCADE, primary_key=True, related_name="time_stamp"
    )
    digest = models.CharField(max_length=64, blank=True)
    response = models.BinaryField(default=bytes)
    roots = models.TextField(blank=True)
    authority = models.CharField(max_length=200, blank=True)
    stamped_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"Time stamp of checkpoint {self.checkpoint_id}"
