"""What belongs to a complaint or suggestion: events, photographs, supporters, later words, verdicts, alerts."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sessions.models.question import Standing
from sessions.platform.text.masking import mask


class MatterEvent(models.Model):
    """Links a month log's event to the matter it is about, so that the matter's history is found at once."""

    matter = models.ForeignKey("chat_sessions.Matter", on_delete=models.CASCADE, related_name="events", db_index=False)
    event = models.OneToOneField("chat_sessions.Event", on_delete=models.PROTECT, related_name="matter_event")

    class Meta:
        ordering = ("event_id",)
        constraints = [models.UniqueConstraint(fields=("matter", "event"), name="one_row_per_matter_and_event")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.event_id}"


class PhotoState(models.TextChoices):
    WAITING = "waiting", _("Waiting for a moderator")
    SHOWN = "shown", _("Shown")
    DECLINED = "declined", _("Not accepted")


class PhotoUse(models.TextChoices):
    LODGED = "lodged", _("With the complaint")
    PROOF = "proof", _("As proof that it is done")


class MatterPhoto(models.Model):
    """A photograph: the file that its sha256 names, among the photographs. The public gets it once it is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("chat_sessions.Matter", on_delete=models.CASCADE, related_name="photos")
    use = models.CharField(max_length=8, choices=PhotoUse, default=PhotoUse.LODGED)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.TextField(blank=True, default="", help_text="What can be seen, for those who do not see it.")
    state = models.CharField(max_length=8, choices=PhotoState, default=PhotoState.WAITING)
    is_blurred = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        indexes = [
            models.Index(fields=("sha256",), name="photo_by_file"),
            models.Index(fields=("added_at",), condition=Q(state="waiting"), name="photo_to_screen"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def version(self) -> str:
        """Part of the photo's address; it changes when something in the picture is made unrecognisable."""
        return self.sha256[:12]


class MatterSupport(models.Model):
    """One person's "me too"; with a point, "also here". At most one of each person for each matter."""

    matter = models.ForeignKey(
        "chat_sessions.Matter", on_delete=models.CASCADE, related_name="supports", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="matter_supports")
    lat = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    lon = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    standing = models.CharField(
        max_length=16,
        choices=Standing,
        default=Standing.COUNTED,
        db_default=Standing.COUNTED,
        help_text="Whether it counts.",
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("matter", "person"), name="one_support_per_matter_and_person")]

    def __str__(self) -> str:
        return f"{self.matter_id}"


class ReplyState(models.TextChoices):
    WAITING = "waiting", _("Waiting for a moderator")
    SHOWN = "shown", _("Shown")
    DECLINED = "declined", _("Not accepted")


class MatterReply(models.Model):
    """Words that the person who lodged it added later, by account or receipt: public once a moderator approved them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("chat_sessions.Matter", on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    masked = models.JSONField(null=True, blank=True, default=None, help_text="The places that are hidden.")
    state = models.CharField(max_length=8, choices=ReplyState, default=ReplyState.WAITING)
    reason = models.CharField(max_length=32, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        indexes = [models.Index(fields=("at",), condition=Q(state="waiting"), name="reply_to_screen")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def public_text(self) -> str:
        """The words as everybody reads them once they are shown."""
        return mask(self.text, self.masked or ())


class Verdict(models.TextChoices):
    FIXED = "fixed", _("Fixed")
    HALF = "half", _("Half fixed")
    NOT = "not", _("Not fixed")


class MatterVerdict(models.Model):
    """What the person who lodged it (without person: by receipt), or a supporter, says of one claim that it is done."""

    matter = models.ForeignKey("chat_sessions.Matter", on_delete=models.CASCADE, related_name="verdicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    is_author = models.BooleanField()
    claim = models.PositiveIntegerField(help_text="The version of the matter in which it was claimed done.")
    verdict = models.CharField(max_length=8, choices=Verdict)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(fields=("matter", "claim", "person"), name="one_verdict_per_claim_and_person"),
            models.UniqueConstraint(
                fields=("matter", "claim"), condition=Q(is_author=True), name="one_verdict_of_the_author_per_claim"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.verdict}"


class MatterAlert(models.Model):
    """A note that somebody was told of a stage: once for each kind, matter and start of the clock.

    kind: acknowledge, due_soon, due, overdue, borough, claimed, claimed_again, unscreened, unscreened_long
    (sessions/matters/resolving/clock/).
    """

    matter = models.ForeignKey("chat_sessions.Matter", on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=16)
    clock_from = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("matter", "kind", "clock_from"), name="one_alert_per_kind_and_clock")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.kind}"


class MatterClock(models.Model):
    """How far the clock has come with the complaints and suggestions of a ward.

    looked_at: when it began to look at them last. alerted_on: the day on which its office was told last.
    """

    ward = models.OneToOneField("chat_sessions.Ward", on_delete=models.CASCADE, related_name="matter_clock")
    looked_at = models.DateTimeField(null=True)
    alerted_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.ward_id}"
