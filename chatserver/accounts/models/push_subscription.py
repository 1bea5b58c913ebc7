"""The browsers in which people asked for notifications: where a message goes, and the keys that it is encrypted for."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models


class PushSubscription(models.Model):
    """One browser of one person. It goes with its cookie session: after a sign-out there, nothing is shown there."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    cookie_session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    endpoint = models.TextField()
    endpoint_sha256 = models.CharField(max_length=64, unique=True)
    service = models.CharField(max_length=100)  # as the setting names it
    p256dh = models.BinaryField(max_length=65)
    auth = models.BinaryField(max_length=16)
    vapid_key_id = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    last_ok_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_reminder = models.BigIntegerField(null=True)  # that it accepted: repeated for other browsers, not for this one

    class Meta:
        indexes = [
            models.Index(fields=("refused_at",), condition=models.Q(refused_at__isnull=False), name="push_refused")
        ]

    def __str__(self) -> str:
        return self.service  # an endpoint has no place where objects are listed or logged
