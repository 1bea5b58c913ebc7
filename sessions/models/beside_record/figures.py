"""The figures of a record as they were computed from its document, so that a page reads many of them at once."""

from django.db import models


class RecordFigures(models.Model):
    """The figures of a record.

    numbers: those of sessions/record/figures/counting.py::ChatFigures. ward, month: as the document says them.

    A row is never changed, but replaced by another: how many rows there are, and the sum of their ids, tell a process
    whether what it has read still holds.
    """

    record = models.OneToOneField("chat_sessions.Record", on_delete=models.CASCADE, related_name="figures")
    ward = models.PositiveSmallIntegerField()
    month = models.DateField()
    numbers = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=("month", "ward"), name="figures_by_month_and_ward")]

    def __str__(self) -> str:
        return f"{self.record_id}: ward {self.ward}, {self.month:%Y-%m}"
