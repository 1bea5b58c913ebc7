"""The installation's log: its leaves, signed checkpoints, public keys, and the names that it has had."""

from django.db import models


class LogLeaf(models.Model):
    """Appended only: no leaf is ever changed or deleted. data: canonical JSON (RFC 8785). hash: 32 bytes."""

    class Kind(models.TextChoices):
        DRAFT = "draft"
        RECORD = "record"
        REDACTION = "redaction"

    index = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    slug = models.CharField(max_length=60, db_index=True)
    data = models.TextField()
    hash = models.BinaryField(max_length=32)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("index",)

    def __str__(self) -> str:
        return f"Leaf {self.index}"


class LogOrigin(models.Model):
    """A name of the log. A second one begins only where a loss of leaves was declared. Its row is the log's lock.

    reason: why the log before it ended. kept_size: how many leaves came with the restored database. lost_size and
    lost_root: the greatest checkpoint that had been signed before. All of that is public.
    """

    number = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    kept_size = models.PositiveBigIntegerField(default=0)
    lost_size = models.PositiveBigIntegerField(default=0)
    lost_root = models.CharField(max_length=44, blank=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.name


class LogKey(models.Model):
    """A public key of the log or of a witness; the private halves are never in the database. statement: public."""

    class Role(models.TextChoices):
        LOG = "log"
        WITNESS = "witness"

    class Ended(models.TextChoices):
        ROTATED = "rotated"
        LOST = "lost"
        RESTORED = "restored"

    role = models.CharField(max_length=8, choices=Role.choices)
    vkey = models.CharField(max_length=400, unique=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=8, choices=Ended.choices, blank=True)
    statement = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.vkey


class LogCheckpoint(models.Model):
    """A signed checkpoint; the newest row is the newest one. note: with the signatures of witnesses."""

    origin = models.ForeignKey(LogOrigin, on_delete=models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=44)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.origin_id}: {self.size}"
