"""Drafts of written answers that are owed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WrittenDraft(models.Model):
    """The draft of one answer. Staff write it, nobody else reads it, and it goes once the answer is sent."""

    question = models.OneToOneField("chat_sessions.Question", on_delete=models.CASCADE, related_name="draft")
    text = models.TextField()
    version = models.PositiveIntegerField(
        default=1, help_text=_("Raised by every change, so that a person can say which one they saw.")
    )
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=16, help_text=_("The duty of the person who saved it last."))

    def __str__(self) -> str:
        return f"Draft for {self.question_id}"
