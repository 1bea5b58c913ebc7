"""Reports of public questions to the desk, and the clocks on them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models.question import Question


class ReportQuerySet(models.QuerySet["Report"]):
    def unsettled(self) -> "ReportQuerySet":
        return self.filter(settled_at=None)


class Report(models.Model):
    """One person's report to the desk about a public question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="reports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports")
    why = models.TextField()
    reason = models.CharField(max_length=16, default="other", db_default="other")
    reported_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField(
        null=True, blank=True, help_text=_("Until then a moderator says that it was seen; blank for older reports.")
    )
    due_at = models.DateTimeField(null=True, blank=True, help_text=_("Until then a moderator has to act on it."))
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When a moderator acted on it, or found nothing to do.")
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("question", "person"), name="one_report_per_person")]

    def __str__(self) -> str:
        return f"Report of {self.question_id}"
