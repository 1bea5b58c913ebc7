"""Which new accounts came from one network, and the crowds of them that a clerk should look at."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Arrival(models.Model):
    """A first sign-in, which made an account. network: a keyed hash, deleted after a month."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="arrival")
    network = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=("network", "at"), name="arrivals_of_a_network")]

    def __str__(self) -> str:
        return f"arrived on {self.at:%Y-%m-%d}"


class CrowdVerdict(models.TextChoices):
    """The decision about an account that came in a crowd."""

    NONE = "", _("In no crowd")
    OPEN = "open", _("Not decided")
    COUNTS = "counts", _("Counts")
    REFUSED = "refused", _("Does not count")


class Crowd(models.Model):
    """Unusually many new accounts from one network. Open until a clerk has decided about all of them.

    network: a keyed hash, deleted after a month.
    """

    network = models.CharField(max_length=64, blank=True, db_index=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    counts = models.BooleanField(null=True, help_text=_("What was decided last."))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="crowds_settled"
    )

    class Meta:
        ordering = ("-last_at",)

    def __str__(self) -> str:
        return f"crowd of {self.first_at:%Y-%m-%d}"
