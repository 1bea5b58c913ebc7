"""The log of one ward, or of one borough, in one month: what happens between the evenings stands there."""

import uuid

from django.db import models
from django.db.models import Q


class MonthLogQuerySet(models.QuerySet["MonthLog"]):
    def open(self) -> "MonthLogQuerySet":
        """Filter logs to which events can still be appended."""
        return self.filter(sealed_at=None)


class MonthLog(models.Model):
    """A month's log, in two streams: the ward's, which everybody may read, and that of the ward's desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ward = models.ForeignKey(
        "chat_sessions.Ward", on_delete=models.PROTECT, null=True, blank=True, related_name="month_logs"
    )
    borough = models.ForeignKey(
        "chat_sessions.Borough", on_delete=models.PROTECT, null=True, blank=True, related_name="month_logs"
    )
    month = models.DateField(help_text="Its first day.")
    sealed_at = models.DateTimeField(null=True, blank=True)

    objects = MonthLogQuerySet.as_manager()

    class Meta:
        ordering = ("month", "ward", "borough")
        constraints = [
            models.UniqueConstraint(fields=("ward", "month"), name="one_month_log_of_a_ward"),
            models.UniqueConstraint(fields=("borough", "month"), name="one_month_log_of_a_borough"),
            models.CheckConstraint(
                condition=Q(ward=None, borough__isnull=False) | Q(ward__isnull=False, borough=None),
                name="month_log_of_a_ward_or_of_a_borough",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ward or self.borough}, {self.month:%Y-%m}"
