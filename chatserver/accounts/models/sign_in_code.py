"""A code that was sent for signing in, and how often it was tried."""

from django.db import models

from sessions.contract.limits import MAX_EMAIL_LENGTH
from sessions.models import ADDRESS_CHOICES


class SignInCode(models.Model):
    """Deleted within the hour. browser: a hash of the asking browser's token. digest: a hash of the code.

    used_at: when the right code came; the person may still have to say who of the household they are. counted: the
    keys of the limits that it was counted in for its addressee. counted_in_all: of those that get it back once it is
    entered. network: a keyed hash of the network that asked; blank for a known device.
    """

    browser = models.CharField(max_length=64, db_index=True)
    channel = models.CharField(max_length=8, choices=ADDRESS_CHOICES)
    address = models.CharField(max_length=MAX_EMAIL_LENGTH)
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    counted = models.TextField(default="", blank=True)
    counted_in_all = models.TextField(default="", blank=True)
    network = models.CharField(max_length=64, default="", blank=True)
    has_failed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=("channel", "address"), name="sign_in_code_by_address")]

    def __str__(self) -> str:
        return self.channel  # an address has no place where objects are listed or logged
