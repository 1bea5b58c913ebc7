"""Bans from a ward's chats: who, from when to when, by which clerk and why."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value


class BanQuerySet(models.QuerySet["Ban"]):
    def in_force(self, at: datetime | Value) -> Self:
        return self.filter(from_at__lte=at, until_at__gt=at, lifted_at=None)


class Ban(models.Model):
    """A ban of one account from one ward's chats. question: the reason for it, by which clerks recognise the person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bans")
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="bans")
    question = models.ForeignKey("chat_sessions.Question", on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    banned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = BanQuerySet.as_manager()

    class Meta:
        ordering = ("-from_at", "-id")
        constraints = [models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="ban_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.ward}, {self.from_at:%Y-%m-%d}"
