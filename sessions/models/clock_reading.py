"""What the clocks of our machines showed, so that one that jumps is noticed."""

from django.db import models


class ClockReading(models.Model):
    """What one machine's clock showed last, beside the seconds that had passed since that machine started."""

    boot = models.CharField(max_length=64, unique=True)
    passed = models.FloatField()
    wall = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.wall:%Y-%m-%d %H:%M:%S}"
