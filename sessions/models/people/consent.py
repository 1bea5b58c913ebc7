"""Consents to the notice, each with its version and language: a person's words become a public record."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ConsentQuerySet(models.QuerySet["Consent"]):
    def not_withdrawn(self) -> "ConsentQuerySet":
        """Consents that are not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """One person's consent to one version of the notice; they also said that they are an adult."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    version = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    agreed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ("agreed_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("person", "version"), condition=Q(withdrawn_at=None), name="one_standing_consent_per_version"
            )
        ]

    def __str__(self) -> str:
        return self.version
