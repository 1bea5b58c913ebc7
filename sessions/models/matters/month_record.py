"""Sealed months of a ward's log, as documents that can be verified like the records of chats."""

from django.db import models


class MonthRecord(models.Model):
    month_log = models.OneToOneField("chat_sessions.MonthLog", on_delete=models.PROTECT, related_name="record")
    slug = models.SlugField(max_length=60, unique=True)
    document = models.JSONField(help_text="The authority; every other form is made from it.")
    sealed_at = models.DateTimeField()
    leaves_of_removals = models.PositiveIntegerField(
        default=0, help_text="How many removals of words from it the installation’s log has."
    )
    are_leaves_missing = models.BooleanField(default=False)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class MonthText(models.Model):
    """The commitment to one text of a month, made when the words were written. The commitment always stays.

    removed_at, ground, authority: of the removal of words while the month was open. Its salt is destroyed with the
    words, or at the latest when the month is sealed without them.
    """

    # No index of its own: the constraint's index begins with it.
    month_log = models.ForeignKey(
        "chat_sessions.MonthLog", on_delete=models.PROTECT, related_name="texts", db_index=False
    )
    seq = models.PositiveIntegerField(help_text="The public event that holds the text.")
    field = models.CharField(max_length=16)
    commitment = models.CharField(max_length=43)
    salt = models.BinaryField(max_length=32, null=True, help_text="Empty once the text was removed.")
    removed_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=32, default="", db_default="")
    authority = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("month_log", "seq", "field"), name="one_commitment_per_month_text")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.field}"
