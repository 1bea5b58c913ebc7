"""The counters of the rate limits, under keyed hashes."""

from django.db import models


class Tally(models.Model):
    """How often something was done within one span. opened_at, closes_at: seconds since 1970. key: a keyed hash."""

    key = models.CharField(max_length=64, unique=True)
    opened_at = models.FloatField()
    closes_at = models.FloatField(db_index=True)
    times = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.times} times"
