"""By what a person is known when they sign in: apart from the account and from the log, with a retention of its own."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from sessions.models import Channel
from sessions.people import Person


class Identity(models.Model):
    """An address that a person has proven to read. One number may be several people's: a household shares a phone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    channel = models.CharField(max_length=8, choices=Channel)
    address = models.CharField(max_length=254)
    confirmed_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(fields=("person", "channel", "address"), name="one_identity_per_address")
        ]
        indexes = [models.Index(fields=("channel", "address"), name="identity_by_address")]

    def __str__(self) -> str:
        return self.channel  # an address has no place where objects are listed or logged


def identifiers_of(person: Person) -> list[tuple[str, str]]:
    """Channel and address of each by which the person signs in."""
    return list(Identity.objects.filter(person=person).order_by("confirmed_at").values_list("channel", "address"))
