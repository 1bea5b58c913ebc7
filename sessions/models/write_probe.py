"""One row that is written to find out whether anything can be."""

from django.db import models


class WriteProbe(models.Model):
    """at: when it was written last, by whichever process, so that not each of them has to."""

    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_write_probe")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
