"""Calls of officials to the floor, each for one question."""

from django.conf import settings
from django.db import models


class Call(models.Model):
    """The row exists as long as the question is on the floor."""

    question = models.ForeignKey("chat_sessions.Question", on_delete=models.CASCADE, related_name="calls")
    official = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calls")
    called_at = models.DateTimeField()

    class Meta:
        ordering = ("called_at", "id")
        constraints = [models.UniqueConstraint(fields=("question", "official"), name="called_once_for_a_question")]

    def __str__(self) -> str:
        return str(self.question_id)
