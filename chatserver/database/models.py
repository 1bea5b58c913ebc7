"""The row that tells a database from its older copies and from other databases."""

from django.db import models


class DatabaseIdentity(models.Model):
    """One row at most. Generation 0: this database was not served yet."""

    identity = models.CharField(max_length=22, help_text="Random, made once, and kept by all copies.")
    generation = models.PositiveIntegerField(default=0, help_text="How often the epochs have been renewed.")
    token = models.CharField(max_length=22, help_text="Random, and new with each generation.")
    place = models.CharField(max_length=120, help_text="Where it was when the epochs were renewed.")
    renewed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "database identities"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_database_identity")]

    def __str__(self) -> str:
        return f"{self.identity} {self.generation}"
