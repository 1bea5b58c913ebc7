"""The log of decisions: who decided what about which words, and why; and who leaves a question to others."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.models import AppealState
from sessions.platform.text.labels import REASON_WORDS


class Recusal(models.Model):
    """A moderator who leaves a question to the colleagues, because it concerns them."""

    question = models.ForeignKey("chat_sessions.Question", on_delete=models.CASCADE, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recusals")
    passed_on_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("question", "person"), name="one_recusal_per_person")]

    def __str__(self) -> str:
        return f"Recusal from {self.question_id}"


class Rereading(models.Model):
    """How another moderator, who did not know the decision, would have decided."""

    decision = models.OneToOneField("moderation.Decision", on_delete=models.CASCADE, related_name="rereading")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="rereadings"
    )
    verdict = models.CharField(max_length=12)
    agrees = models.BooleanField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Rereading of decision {self.decision_id}"


class Decision(models.Model):
    question = models.ForeignKey("chat_sessions.Question", on_delete=models.PROTECT, related_name="decisions")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    step = models.CharField(max_length=12)
    version = models.PositiveIntegerField(help_text=_("The version that the moderator saw."))
    reason = models.CharField(max_length=32, choices=REASON_WORDS, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("decided_at", "id")

    def __str__(self) -> str:
        return f"{self.step} {self.question_id}"


class MatterPart(models.TextChoices):
    """What is decided apart of a complaint or suggestion."""

    WORDS = "words", _("Words")
    PLACE = "place", _("Place")
    PHOTO = "photo", _("Photo")
    REPLY = "reply", _("Reply")


class MatterDecision(models.Model):
    """A moderator's decision about a complaint or suggestion, or about a part of it. decision: as in the log."""

    matter = models.ForeignKey("chat_sessions.Matter", on_delete=models.PROTECT, related_name="decisions")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    part = models.CharField(max_length=8, choices=MatterPart)
    part_id = models.UUIDField(null=True, blank=True, help_text=_("Of the photo or the reply."))
    decision = models.CharField(max_length=12)
    version = models.PositiveIntegerField(help_text=_("The version that the moderator saw."))
    reason = models.CharField(max_length=32, choices=REASON_WORDS, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("decided_at", "id")
        indexes = [models.Index(fields=("-decided_at",), name="matter_decision_by_time")]

    def __str__(self) -> str:
        return f"{self.part} {self.decision} {self.matter_id}"


class MatterRecusal(models.Model):
    """A moderator who leaves a complaint or suggestion to the colleagues, because it concerns them."""

    matter = models.ForeignKey("chat_sessions.Matter", on_delete=models.CASCADE, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="matter_recusals")
    passed_on_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("matter", "person"), name="one_recusal_per_matter_and_person")]

    def __str__(self) -> str:
        return f"Recusal from {self.matter_id}"


class WaitingMatterDecision(models.Model):
    """A decision that can still be undone (moderation/matters/undoing.py). fields: what its function takes besides."""

    matter = models.OneToOneField("chat_sessions.Matter", on_delete=models.CASCADE, related_name="waiting_decision")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(max_length=16)
    version = models.PositiveIntegerField(help_text=_("The version that the moderator saw."))
    fields = models.JSONField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("until", "id")

    def __str__(self) -> str:
        return f"{self.decision} {self.matter_id}"


class MatterAppealQuerySet(models.QuerySet["MatterAppeal"]):
    def waiting(self) -> "MatterAppealQuerySet":
        return self.filter(decided_at=None)


class MatterAppeal(models.Model):
    """The appeal of the person who lodged it against a refusal or a removal: at most one for each."""

    matter = models.OneToOneField("chat_sessions.Matter", on_delete=models.PROTECT, related_name="appeal_made")
    words = models.TextField(blank=True, help_text=_("A sentence of the author for the moderator."))
    outcome = models.CharField(max_length=12, choices=AppealState, default=AppealState.MADE)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text=_("Until then another moderator has to decide."))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text=_("Why it was decided so, for the author."))

    objects = MatterAppealQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "id")

    def __str__(self) -> str:
        return f"Appeal about {self.matter_id}"

    @property
    def is_overdue(self) -> bool:
        """Whether it waits although its deadline has passed."""
        return self.decided_at is None and self.due_at < timezone.now()
