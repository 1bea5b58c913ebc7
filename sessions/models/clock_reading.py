"""Readings of our machines' clocks, so that a jump is noticed."""

from django.db import models


class ClockReading(models.Model):
    """A believed time of one machine's clock, with the seconds since that machine's boot.

    ahead: the time after a jump forward that is not believed yet. agreed: whether the database's clock showed the same
    before the jump.
    """

    boot = models.CharField(max_length=64, unique=True)
    passed = models.FloatField()
    wall = models.DateTimeField()
    ahead_passed = models.FloatField(null=True)
    ahead_wall = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"{self.wall:%Y-%m-%d %H:%M:%S}"
