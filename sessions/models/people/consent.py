"""What a person has agreed to before their words become a public record, in which version and language."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """One version of the notice, agreed to by one person, who also said that they are an adult."""

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
