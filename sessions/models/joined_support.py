"""Support of merged questions as it was before, so that a merge can be undone; and what proves support."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JoinedSupport(models.Model):
    """One person's support for a question that is merged now; it ends with the merge."""

    # No index of its own: the constraint's index begins with it.
    question = models.ForeignKey(
        "chat_sessions.Question", on_delete=models.CASCADE, related_name="joined_support", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="joined_support")
    backed_at = models.DateTimeField()
    is_added = models.BooleanField(
        help_text=_("The person supports the other question only because this one was merged into it.")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=("question", "person"), name="one_joined_support_per_person")]

    def __str__(self) -> str:
        return f"Joined support of {self.question_id}"


class SupportTree(models.Model):
    """Who supported a question when it was taken, or at the close: the sorted hashes that the log has the root of.

    leaves: 32 bytes for each person whose support counted (sessions/chats/support/support_trees.py).
    """

    question = models.ForeignKey("chat_sessions.Question", on_delete=models.CASCADE, related_name="support_trees")
    at = models.DateTimeField()
    leaves = models.BinaryField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"Support of {self.question_id}, {self.at}"
