"""By which policy a chat's queue is ordered, and how far the evening has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueueOrder(models.Model):
    """The log says the same; here it stands for the next command. Chats of older releases have none: see `backing`."""

    chat_session = models.OneToOneField(
        "chat_sessions.ChatSession", on_delete=models.PROTECT, primary_key=True, related_name="queue_order"
    )
    policy = models.CharField(max_length=32, help_text=_("Its name in sessions/ordering/policies.py."))
    seed = models.CharField(max_length=64, help_text=_("Of the draws by lot; secret until the chat closes."))
    opened_at = models.DateTimeField(null=True, blank=True, help_text=_("The moment that the log says."))
    taken = models.PositiveIntegerField(default=0, help_text=_("How many places of the order were taken."))
    topics = models.JSONField(default=list, help_text=_("Topics of the questions that were taken last."))

    def __str__(self) -> str:
        return f"Order of {self.chat_session_id}"
