"""A row that is written to find out whether the database can be written to."""

from django.db import models


class WriteProbe(models.Model):
    """The row that proves the database takes writes.

    at: when any process wrote it last, so that not every process has to write.
    """

    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_write_probe")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
