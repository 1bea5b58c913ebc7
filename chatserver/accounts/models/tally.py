"""How often something was done within the present span of time, by a keyed hash of whoever did it."""

from django.db import models


class Tally(models.Model):
    """opened_at: when the span began, in seconds since 1970. The key says nothing to whoever reads the table."""

    key = models.CharField(max_length=64, unique=True)
    opened_at = models.FloatField()
    closes_at = models.FloatField(db_index=True)
    times = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.times} times"
