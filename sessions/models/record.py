"""Published records of chat sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    chat_session = models.OneToOneField("chat_sessions.ChatSession", on_delete=models.PROTECT, related_name="record")
    slug = models.SlugField(max_length=60, unique=True)
    document = models.JSONField(help_text=_("The authority; every other form is made from it."))
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.slug


class RecordText(models.Model):
    """The commitment to one text of a record. It is made once, so that the same log gives the same record again.

    A redaction destroys the salt, and the commitment stays.
    """

    # No index of its own: the constraint's index begins with it.
    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.PROTECT, related_name="record_texts", db_index=False
    )
    seq = models.PositiveIntegerField(help_text=_("The public event that holds the text."))
    field = models.CharField(max_length=16)
    commitment = models.CharField(max_length=43)
    salt = models.BinaryField(max_length=32, null=True, help_text=_("Empty once the text was redacted."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("chat_session", "seq", "field"), name="one_commitment_per_record_text")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.field}"
