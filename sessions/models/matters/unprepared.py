"""Photographs that came with a complaint or suggestion, and are prepared a little later."""

import uuid

from django.db import models
from django.db.models import Q


class UnpreparedPhoto(models.Model):
    """A file as it was sent, under the name of its id, of which a MatterPhoto with this id is made. Nobody sees it.

    fault: why none can be made of it (sessions/platform/photos/faults.py); then the file is gone, and the row tells
    the person. claimed_until: until when a thread is at work on it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("chat_sessions.Matter", on_delete=models.CASCADE, related_name="unprepared_photos")
    alt = models.TextField(blank=True, default="", help_text="What can be seen, for those who do not see it.")
    added_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    fault = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        ordering = ("added_at", "id")
        indexes = [models.Index(fields=("added_at",), condition=Q(fault=""), name="photo_to_prepare")]

    def __str__(self) -> str:
        return str(self.pk)
