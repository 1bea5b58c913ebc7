"""The chat session of one ward: one evening, from its announcement to its record."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ChatSessionState(models.TextChoices):
    SCHEDULED = "scheduled", _("Announced")
    LIVE = "live", _("Live now")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    SEALED = "sealed", _("Sealed")


OPEN_STATES = (ChatSessionState.SCHEDULED, ChatSessionState.LIVE)
"""While it is in one of them, people ask and moderators screen; in any other, the chat session is over."""


class ChatSessionQuerySet(models.QuerySet["ChatSession"]):
    def upcoming(self) -> "ChatSessionQuerySet":
        return self.filter(state__in=OPEN_STATES).order_by("starts_at")

    def live(self) -> "ChatSessionQuerySet":
        return self.filter(state=ChatSessionState.LIVE)

    def due_to_open(self, now: datetime) -> "ChatSessionQuerySet":
        return self.filter(state=ChatSessionState.SCHEDULED, starts_at__lte=now)

    def due_to_warn(self, until: datetime) -> "ChatSessionQuerySet":
        return self.filter(state=ChatSessionState.LIVE, warned_at=None, ends_at__lte=until)

    def due_to_close(self, now: datetime) -> "ChatSessionQuerySet":
        return self.filter(state=ChatSessionState.LIVE, ends_at__lte=now)


class ChatSession(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="chat_sessions")
    office = models.ForeignKey("chat_sessions.Office", on_delete=models.PROTECT, related_name="chat_sessions")
    state = models.CharField(max_length=12, choices=ChatSessionState, default=ChatSessionState.SCHEDULED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True, help_text=_("When the room was told that the end is near."))
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True)

    objects = ChatSessionQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at",)
        indexes = [models.Index(fields=("state", "starts_at"), name="chat_session_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="chat_session_ends_after_it_starts"),
            models.UniqueConstraint(fields=("ward",), condition=Q(state="live"), name="one_live_chat_session_per_ward"),
        ]

    def __str__(self) -> str:
        return f"{self.ward}, {self.starts_at:%Y-%m-%d}"
