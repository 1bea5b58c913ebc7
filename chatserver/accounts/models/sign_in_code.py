"""A code that was sent to somebody who wants to sign in, and how often it was tried."""

from django.db import models

from sessions.models import Channel


class SignInCode(models.Model):
    """browser: a hash of what the asking browser's cookie session holds; digest: one of the code. Gone within the hour.

    used_at: the code was right, and who of the household it is is still to be said. counted: the keys under which it
    was counted for its addressee.
    """

    browser = models.CharField(max_length=64, db_index=True)
    channel = models.CharField(max_length=8, choices=Channel)
    address = models.CharField(max_length=254)
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    counted = models.TextField(default="", blank=True)
    has_failed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=("channel", "address"), name="sign_in_code_by_address")]

    def __str__(self) -> str:
        return self.channel  # an address has no place where objects are listed or logged
