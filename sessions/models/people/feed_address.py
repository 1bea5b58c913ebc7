"""Private addresses of feeds, for a person's own calendar program, which has no cookie."""

import secrets

from django.conf import settings
from django.db import models


def new_token() -> str:
    """192 random bits, which say nothing about the person."""
    return secrets.token_urlsafe(24)


class FeedAddress(models.Model):
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_address")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed address {self.pk}"
