"""The log of decisions: who decided what about which words, and why; and who leaves a question to others."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.text.labels import REASON_WORDS


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
