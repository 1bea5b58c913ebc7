"""Monthly digests: made once for each ward, month and language, and who asked for them."""

from django.conf import settings
from django.db import models

from sessions.models.people.reminder import Channel


class Digest(models.Model):
    """What happened in a ward in a month, in one language. Everything that is shown or sent is made from its document.

    month: its first day. subject, line: of a mail, and of a short message; they hold dates and numbers, and no words of
    anybody. sha256: of the document as it was made (RFC 8785), as the ward's log has it.
    """

    # No index of its own: the constraint's index begins with it.
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="digests", db_index=False)
    month = models.DateField()
    language = models.CharField(max_length=16)
    document = models.JSONField()
    subject = models.TextField()
    line = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    are_words_destroyed = models.BooleanField(
        default=False, help_text="Words were redacted after it was made, so that its sum is another one now."
    )

    class Meta:
        ordering = ("-month", "ward", "language")
        constraints = [
            models.UniqueConstraint(fields=("ward", "month", "language"), name="one_digest_per_month_and_language")
        ]
        indexes = [models.Index(fields=("month", "ward"), name="digest_by_month")]

    def __str__(self) -> str:
        return f"{self.ward_id} {self.month:%Y-%m} {self.language}"


class DigestFollowing(models.Model):
    """A person asked for the digests of their ward by one of the channels by which they are reminded."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_following")
    channel = models.CharField(max_length=8, choices=Channel)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "channel"), name="one_digest_following_per_channel")]

    def __str__(self) -> str:
        return self.channel
