"""Addresses for reminders: apart from the account and from the log, and read only to send."""

import secrets

from django.conf import settings
from django.db import models

from sessions.contract.limits import MAX_EMAIL_LENGTH
from sessions.models import ADDRESS_CHOICES


def new_stop_code() -> str:
    """A random code that says nothing about the person and cannot be guessed."""
    return secrets.token_urlsafe(12)


class Contact(models.Model):
    """The address of one person on one channel, and the code by which a reader of its messages can stop them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=8, choices=ADDRESS_CHOICES)
    address = models.CharField(max_length=MAX_EMAIL_LENGTH)
    stop_code = models.CharField(max_length=22, unique=True, default=new_stop_code, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "channel"), name="one_address_per_channel")]

    def __str__(self) -> str:
        return self.channel  # an address has no place where objects are listed or logged
