"""Who wants to be reminded of their ward's chats, and the outbox of what they are to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


class Following(models.Model):
    """A person asked to be reminded, by one channel, of the chats of whatever ward is theirs."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="following")
    channel = models.CharField(max_length=8, choices=Channel)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "channel"), name="one_following_per_channel")]

    def __str__(self) -> str:
        return self.channel


class ReminderKind(models.TextChoices):
    WEEK = "week"
    HOUR = "hour"
    MOVED = "moved"
    CANCELLED = "cancelled"


class ReminderRound(models.Model):
    """One occasion on which a ward is told about one chat session, and how that stood in the calendar then.

    A week and an hour before there is one for each date that it was put on; of moves and the end, one for each change.
    """

    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.CASCADE, related_name="reminder_rounds"
    )
    kind = models.CharField(max_length=12, choices=ReminderKind)
    starts_at = models.DateTimeField()
    waits = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    keep_until = models.DateTimeField()  # later, the news would be none

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("chat_session", "kind", "starts_at"),
                condition=Q(kind__in=("week", "hour")),
                name="one_reminder_round_per_date",
            ),
            models.UniqueConstraint(
                fields=("chat_session", "kind", "sequence"),
                condition=Q(kind__in=("moved", "cancelled")),
                name="one_reminder_round_per_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"


class ReminderState(models.TextChoices):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    """It may have gone out, so it is not sent again."""
    FAILED = "failed"
    DROPPED = "dropped"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def pending(self) -> "ReminderQuerySet":
        return self.filter(state=ReminderState.PENDING)

    def told(self) -> "ReminderQuerySet":
        """Those that somebody has read, or may have."""
        return self.filter(state__in=(ReminderState.SENDING, ReminderState.SENT, ReminderState.UNSURE))


class Reminder(models.Model):
    """One message to one person by one channel. Their address stands elsewhere, and is asked for when it is sent."""

    # No index of its own: that of the constraint begins with it.
    round = models.ForeignKey(ReminderRound, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    state = models.CharField(max_length=8, choices=ReminderState, default=ReminderState.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claim = models.UUIDField(null=True)  # whoever sends it now
    claimed_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)  # a word or two of ours, never what a gateway said

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("round", "person", "channel"), name="told_once_by_each_channel")]
        indexes = [
            models.Index(
                fields=("state", "next_try_at"), condition=Q(state__in=("pending", "sending")), name="reminder_to_send"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
