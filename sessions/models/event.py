"""The log's tables: streams, events, and stored replies to commands."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StreamName(models.TextChoices):
    PUBLIC = "public", _("Public: what anyone in the chat may see")
    DESK = "desk", _("Desk: what the staff may see")
    WARD = "ward", _("Ward: what anyone may see of it in a month")
    WARD_DESK = "ward_desk", _("Ward’s desk: what its staff may see")


CHAT_STREAMS = (StreamName.PUBLIC, StreamName.DESK)
MONTH_STREAMS = (StreamName.WARD, StreamName.WARD_DESK)


class Stream(models.Model):
    """A stream of a chat session, or of the log of a month."""

    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.PROTECT, null=True, blank=True, related_name="streams"
    )
    month_log = models.ForeignKey(
        "chat_sessions.MonthLog", on_delete=models.PROTECT, null=True, blank=True, related_name="streams"
    )
    name = models.CharField(max_length=12, choices=StreamName)
    epoch = models.CharField(
        max_length=22, help_text=_("Random, and renewed when a database is restored: an old position is then void.")
    )
    seq = models.PositiveIntegerField(default=0, help_text=_("The last event's number."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("chat_session", "name"), name="one_stream_per_name"),
            models.UniqueConstraint(fields=("month_log", "name"), name="one_stream_per_month_and_name"),
            models.CheckConstraint(
                condition=Q(chat_session=None, month_log__isnull=False) | Q(chat_session__isnull=False, month_log=None),
                name="stream_of_a_chat_or_of_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.seq}"


class Event(models.Model):
    # No index of its own: the constraint's index begins with it, and events are written by the hundred.
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=32)
    body = models.JSONField()
    actor = models.CharField(max_length=48, help_text=_("The role and the opaque id of who did it; never sent out."))
    note_to = models.UUIDField(
        null=True, blank=True, help_text=_("The opaque id of the person to be told privately; never sent to others.")
    )
    at = models.DateTimeField()
    in_ledger_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("The same moment, if the public ledger lists it: three small indexes hold only those."),
    )

    class Meta:
        ordering = ("stream", "seq")
        constraints = [models.UniqueConstraint(fields=("stream", "seq"), name="one_event_per_seq")]
        indexes = [
            models.Index(
                fields=("in_ledger_at",), condition=models.Q(in_ledger_at__isnull=False), name="event_in_ledger"
            ),
            models.Index(
                fields=("type", "in_ledger_at", "stream"),
                condition=models.Q(in_ledger_at__isnull=False),
                name="event_in_ledger_by_type",
            ),
            models.Index(
                fields=("stream", "in_ledger_at"),
                condition=models.Q(in_ledger_at__isnull=False),
                name="event_in_ledger_by_stream",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"


class StoredReply(models.Model):
    """The reply to a person's command, so that its repetition gets the same reply and has no second effect."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    ref = models.UUIDField()
    body_digest = models.BinaryField(max_length=32)
    result = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        # ref comes first: the replies to a batch of commands are found by their refs.
        constraints = [models.UniqueConstraint(fields=("ref", "person", "chat_session"), name="one_reply_per_ref")]

    def __str__(self) -> str:
        return str(self.ref)
