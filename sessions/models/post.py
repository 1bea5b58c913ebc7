"""Posts on social media, their copies on each service, and what a clerk has set about them."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH = 12


class PostOccasion(models.TextChoices):
    ANNOUNCED = "announced", _("A chat is announced")
    MOVED = "moved", _("A chat is moved")
    BEGINS = "begins", _("A chat begins")
    RECORD = "record", _("A record is published")
    PROMISE_KEPT = "promise_kept", _("A promise is kept")
    PROMISE_OVERDUE = "promise_overdue", _("A promise is overdue")
    ACTIVITY = "activity", _("Something was done or is planned")


class PostState(models.TextChoices):
    """State of a post. gone: it is no longer news, or its subject is no longer public."""

    WAITING = "waiting", _("Waits for your approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    GONE = "gone", _("No longer to be posted")


class PostQuerySet(models.QuerySet["Post"]):
    def with_subject(self) -> "PostQuerySet":
        return self.select_related(
            "ward__borough",
            "borough",
            "chat_session__ward",
            "chat_session__office",
            "promise__ward",
            "promise__question__chat_session__ward",
            "activity",
        )

    def of_kind(self, post: "Post") -> "PostQuerySet":
        """Filter posts on the same occasion in the same ward, or of the same borough."""
        here = Q(ward=post.ward_id) if post.ward_id is not None else Q(borough=post.borough_id)
        return self.filter(here, occasion=post.occasion)


class Post(models.Model):
    """One piece of news, made at most once for each occasion and subject. Its words are made when they are needed.

    words: what a clerk wrote instead, by language; empty: the words of the template. sequence: of a chat's date, where
    it tells that the chat is moved; a later move makes it untrue, and is news of its own.
    """

    ward = models.ForeignKey(
        "chat_sessions.Ward", on_delete=models.PROTECT, null=True, blank=True, related_name="posts", db_index=False
    )
    borough = models.ForeignKey(
        "chat_sessions.Borough", on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    occasion = models.CharField(max_length=16, choices=PostOccasion)
    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.CASCADE, null=True, blank=True, related_name="posts"
    )
    promise = models.ForeignKey(
        "chat_sessions.Promise", on_delete=models.CASCADE, null=True, blank=True, related_name="posts"
    )
    activity = models.ForeignKey(
        "chat_sessions.Activity", on_delete=models.CASCADE, null=True, blank=True, related_name="posts"
    )
    sequence = models.PositiveIntegerField(default=0, db_default=0)
    words = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=PostState)
    why_gone = models.CharField(max_length=16, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True, help_text="By a clerk, or because one of its kind was.")
    keep_until = models.DateTimeField(help_text="Until then it is news.")

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ward=None, borough__isnull=False) | Q(ward__isnull=False, borough=None),
                name="post_of_a_ward_or_of_a_borough",
            ),
            models.CheckConstraint(
                condition=Q(chat_session__isnull=False, promise=None, activity=None)
                | Q(chat_session=None, promise__isnull=False, activity=None)
                | Q(chat_session=None, promise=None, activity__isnull=False),
                name="post_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=("occasion", "chat_session", "sequence"), name="one_post_per_occasion_and_date_of_chat"
            ),
            models.UniqueConstraint(fields=("occasion", "promise"), name="one_post_per_occasion_and_promise"),
            models.UniqueConstraint(fields=("occasion", "activity"), name="one_post_per_occasion_and_activity"),
        ]
        indexes = [
            models.Index(fields=("ward", "occasion", "state"), name="post_by_kind"),
            models.Index(fields=("state", "keep_until"), name="post_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.pk}"


class CopyState(models.TextChoices):
    """The states of a copy on social media.

    unsure: the service may have it. dropped: it was not sent, and will not be. failed: the service refused it.
    """

    PENDING = "pending", _("Will be sent")
    SENDING = "sending", _("Is being sent")
    SENT = "sent", _("Sent")
    UNSURE = "unsure", _("Perhaps sent")
    FAILED = "failed", _("Not taken")
    DROPPED = "dropped", _("Not sent")


class Removal(models.TextChoices):
    """Whether a copy that was sent has to go from there, because its words are not public any longer."""

    NONE = "", ""
    DUE = "due", _("Is being removed")
    DONE = "done", _("Removed there")
    BY_HAND = "by_hand", _("Remove it by hand")


def new_key() -> str:
    return "".join(secrets.choice(KEY_LETTERS) for _each in range(KEY_LENGTH))


class PostCopy(models.Model):
    """A post on one service. Its link carries the key, by which it is found there, and which makes repeating harmless.

    text: as it was sent, or may have been. reason: a few words of our own, never a service's.
    claim: of the process that is sending it, until next_try_at. unsure without next_try_at: a clerk has to look.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="copies", db_index=False)
    target = models.CharField(max_length=40, help_text="Its name in the settings.")
    service = models.CharField(max_length=12)
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key)
    state = models.CharField(max_length=8, choices=CopyState, default=CopyState.PENDING)
    text = models.TextField(blank=True, default="")
    external_id = models.CharField(max_length=200, blank=True, default="")
    external_link = models.CharField(max_length=300, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveSmallIntegerField(default=0, help_text="How often it was looked for since the last try.")
    was_repeated = models.BooleanField(default=False, help_text="Sent once more, because it was not found there.")
    claim = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    next_try_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it was first sent.")
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=100, blank=True, default="")
    removal = models.CharField(max_length=8, choices=Removal, blank=True, default=Removal.NONE)

    class Meta:
        ordering = ("post_id", "target")
        constraints = [models.UniqueConstraint(fields=("post", "target"), name="one_copy_per_post_and_target")]
        indexes = [
            models.Index(
                fields=("next_try_at",),
                condition=Q(state__in=("pending", "sending", "unsure")) | Q(removal="due"),
                name="post_copy_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.target} {self.state}"

    @property
    def needs_clerk(self) -> bool:
        """Whether only a clerk can find out if the service has the post."""
        return self.state == CopyState.UNSURE and self.next_try_at is None


class PostTarget(models.Model):
    """What a service said of our account there. stopped_at: nothing is sent until a clerk or new settings say so.

    settings_mark: of the settings with which it was stopped; with others, it is tried again.
    """

    name = models.CharField(max_length=40, unique=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=100, blank=True, default="")
    settings_mark = models.CharField(max_length=64, blank=True, default="")
    waits_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        return self.waits_until is not None and self.waits_until > timezone.now()


class PostSettings(models.Model):
    """How a ward's posts are written: in one language or in two, and what a clerk wants to read before each of them."""

    ward = models.OneToOneField("chat_sessions.Ward", on_delete=models.CASCADE, related_name="post_settings")
    languages = models.JSONField(default=list, help_text="Codes, the first one first; empty: Bengali and English.")
    always_ask = models.JSONField(default=list, help_text="Occasions.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "post settings"

    def __str__(self) -> str:
        return f"{self.ward_id}"
