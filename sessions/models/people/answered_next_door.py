"""People who found their answer in a question that was answered before, here or in another ward, and did not ask."""

from django.conf import settings
from django.db import models


class AnsweredNextDoor(models.Model):
    """One person said once that this question's answer is theirs. chat_session: in which they were about to ask.

    Their own words are nowhere: they were never sent.
    """

    # No index of its own: the constraint's index begins with it.
    question = models.ForeignKey(
        "chat_sessions.Question", on_delete=models.CASCADE, related_name="answered_others", db_index=False
    )
    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.CASCADE, related_name="answered_next_door"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answered_next_door")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("question", "person"), name="one_answered_next_door_per_person")]

    def __str__(self) -> str:
        return f"{self.question_id}"
