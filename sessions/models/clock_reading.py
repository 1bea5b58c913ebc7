"""What the clocks of our machines showed, so that one that jumps is noticed."""

from django.db import models


class ClockReading(models.Model):
    """What one machine's clock showed last and was believed, beside the seconds since that machine started.

    ahead: what it showed after a jump forward that is not believed yet. agreed: whether the database's clock showed the
    same before it.
    """

    boot = models.CharField(max_length=64, unique=True)
    passed = models.FloatField()
    wall = models.DateTimeField()
    ahead_passed = models.FloatField(null=True)
    ahead_wall = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"{self.wall:%Y-%m-%d %H:%M:%S}"
