"""Subscriptions to reminders of a ward's chats, and the outbox of messages."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    PUSH = "push", _("Notifications")
    """Sent to the browsers in which the person asked for them."""


ADDRESS_CHANNELS = (Channel.EMAIL, Channel.SMS)
"""Channels that reach a person at an address, and by which they may sign in."""

ADDRESS_CHOICES = [(channel.value, channel.label) for channel in ADDRESS_CHANNELS]


def new_news_code() -> str:
    """A random code that says nothing and cannot be guessed."""
    return secrets.token_urlsafe(16)


class Following(models.Model):
    """A person's subscription, by one channel, to the chats of their ward, even after a change of ward."""

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
    OWED = "owed"
    """Written answers were promised: told to the person who owes them, as are the next three."""
    OWED_SOON = "owed_soon"
    OWED_TODAY = "owed_today"
    OVERDUE = "overdue"
    WRITTEN = "written"
    """A question was answered in writing: told to the person who asked and to all supporters."""
    QUEUED = "queued"
    """What became of a question: told to the person who asked it, as are the next four, and by push alone."""
    DECLINED = "declined"
    TAKEN = "taken"
    ANSWERED = "answered"
    PROMISED = "promised"
    CARRIED = "carried"
    """Nobody read a question before the chat ended: told that it comes first in the next one."""
    OFFICE = "office"
    """What a ward's office has to do about complaints and suggestions: told to its people, once a day at most."""
    BOROUGH = "borough"
    """What is long overdue there: told to the borough's people."""
    UNSCREENED = "unscreened"
    """What has waited too long for the moderators of a ward: told to them, once a day at most."""
    RECEIPT = "receipt"
    """The receipt of what a clerk wrote down for somebody without an account, who wished to have it sent."""
    STEP = "step"
    """A step of a complaint or suggestion: told to the person who lodged it, and to those who support it."""
    JOINED = "joined"
    """A step of the one with which it was joined: told to the person who lodged it by a clerk, without an account."""
    CLAIMED = "claimed"
    """The office says that a complaint is done: the person who lodged it is asked whether it is, and asked again."""
    ASKED_AGAIN = "asked_again"
    PROMISE = "promise"
    """A step of a promise: told to those who asked for it, and to those of its office."""
    KEPT = "kept"
    """The office says that a promise is kept: those who asked are asked whether it is."""
    PROPOSALS = "proposals"
    """Words marked as a promise: those who may say whether they are one are reminded before the day, and after it."""
    INHERITED = "inherited"
    """Promises of the holder before: a new holder is told once how many there are to adopt or drop."""
    DIGEST = "digest"
    """What happened in a ward in a month: told to everybody who asked for it."""


OWED_KINDS = (ReminderKind.OWED, ReminderKind.OWED_SOON, ReminderKind.OWED_TODAY, ReminderKind.OVERDUE)

NEWS_KINDS = (
    ReminderKind.QUEUED,
    ReminderKind.DECLINED,
    ReminderKind.TAKEN,
    ReminderKind.ANSWERED,
    ReminderKind.PROMISED,
    ReminderKind.CARRIED,
)


WARD_KINDS = (ReminderKind.OFFICE, ReminderKind.BOROUGH, ReminderKind.UNSCREENED, ReminderKind.DIGEST)
PROMISE_KINDS = (ReminderKind.PROMISE, ReminderKind.KEPT, ReminderKind.PROPOSALS, ReminderKind.INHERITED)


class ReminderRound(models.Model):
    """One round of reminders about one chat session, with its date in the calendar at that time.

    A chat has one round for each of its dates (a week and an hour before) and one for each move or cancellation. Owed
    written answers have one for each promised day (due_on), and one for each week while overdue. A written answer has
    one for its question. News of a question has one for each step, written in that step's transaction.

    Rounds about complaints and suggestions have no chat session. A round to an office has the ward and the day
    (told_on). A round to the people concerned has the matter, with its version as the sequence; for receipts and for
    news of a joined matter, the sequence is the number of rounds written before. Rounds about promises have the
    promise, likewise, or the ward and the day. A digest's round has the ward and the first day of its month (told_on).
    """

    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.CASCADE, null=True, related_name="reminder_rounds"
    )
    ward = models.ForeignKey(
        "chat_sessions.Ward", on_delete=models.CASCADE, null=True, related_name="reminder_rounds", db_index=False
    )
    matter = models.ForeignKey(
        "chat_sessions.Matter", on_delete=models.CASCADE, null=True, related_name="reminder_rounds"
    )
    promise = models.ForeignKey(
        "chat_sessions.Promise", on_delete=models.CASCADE, null=True, related_name="reminder_rounds"
    )
    kind = models.CharField(max_length=12, choices=ReminderKind)
    starts_at = models.DateTimeField()
    waits = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    keep_until = models.DateTimeField()  # later, it would be no news
    due_on = models.DateField(null=True)
    told_on = models.DateField(null=True)  # of the reminders of what is overdue
    question = models.ForeignKey(
        "chat_sessions.Question", on_delete=models.CASCADE, null=True, related_name="reminder_rounds"
    )

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
            models.UniqueConstraint(
                fields=("chat_session", "kind", "due_on"),
                condition=Q(kind__in=("owed", "owed_soon", "owed_today")),
                name="one_reminder_round_per_due_day",
            ),
            models.UniqueConstraint(
                fields=("chat_session", "due_on", "told_on"),
                condition=Q(kind="overdue"),
                name="one_reminder_round_per_overdue_week",
            ),
            models.UniqueConstraint(
                fields=("question",), condition=Q(kind="written"), name="one_reminder_round_per_written_answer"
            ),
            models.UniqueConstraint(
                fields=("ward", "kind", "told_on"),
                condition=Q(ward__isnull=False),
                name="one_reminder_round_per_office",
            ),
            models.UniqueConstraint(
                fields=("matter", "kind", "sequence"),
                condition=Q(matter__isnull=False),
                name="one_reminder_round_per_matter_and_version",
            ),
            models.UniqueConstraint(
                fields=("promise", "kind", "sequence"),
                condition=Q(promise__isnull=False),
                name="one_reminder_round_per_promise_and_version",
            ),
            models.CheckConstraint(
                condition=Q(chat_session__isnull=False, ward=None, matter=None, promise=None)
                | Q(chat_session=None, ward__isnull=False, matter=None, promise=None)
                | Q(chat_session=None, ward=None, matter__isnull=False, promise=None)
                | Q(chat_session=None, ward=None, matter=None, promise__isnull=False),
                name="reminder_round_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"


class ReminderState(models.TextChoices):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    """Messages that may have been sent, so they are not sent again."""
    FAILED = "failed"
    DROPPED = "dropped"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def pending(self) -> "ReminderQuerySet":
        return self.filter(state=ReminderState.PENDING)

    def told(self) -> "ReminderQuerySet":
        """Messages that were sent, or may have been."""
        return self.filter(state__in=(ReminderState.SENDING, ReminderState.SENT, ReminderState.UNSURE))


class Reminder(models.Model):
    """One message to one person by one channel. The address is in another table, and is read when it is sent.

    Without a person it goes to the one who lodged the round's complaint by a clerk (MatterFollowing).
    """

    # No index of its own: the constraint's index begins with it.
    round = models.ForeignKey(ReminderRound, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    state = models.CharField(max_length=8, choices=ReminderState, default=ReminderState.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claim = models.UUIDField(null=True)  # the sender that has it now
    claimed_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)  # a word or two of ours, never a gateway's words
    news_code = models.CharField(
        max_length=22,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("What a push message leads by to what it is about; blank for other channels."),
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("round", "person", "channel"), name="told_once_by_each_channel"),
            models.UniqueConstraint(
                fields=("round", "channel"), condition=Q(person=None), name="told_once_without_an_account"
            ),
            models.UniqueConstraint(
                fields=("news_code",), condition=~Q(news_code=""), name="one_reminder_per_news_code"
            ),
        ]
        indexes = [
            models.Index(
                fields=("state", "next_try_at"), condition=Q(state__in=("pending", "sending")), name="reminder_to_send"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
