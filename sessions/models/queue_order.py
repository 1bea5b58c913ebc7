"""By which policy a chat's queue is ordered, how far the evening has come, and the beacon that its draws mix in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Beacon(models.Model):
    """A chain of a public beacon. round: the newest that was read, 0 for none. The log has what draws have used.

    chain: the hash of all that is fixed about it. genesis_time: of its first round; period: between two; in seconds.
    """

    chain = models.CharField(max_length=64, unique=True)
    genesis_time = models.BigIntegerField()
    period = models.PositiveIntegerField()
    round = models.BigIntegerField(default=0)
    randomness = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=512, blank=True)

    def __str__(self) -> str:
        return f"{self.chain[:8]}: {self.round}"


class QueueOrder(models.Model):
    """The log says the same; here it stands for the next command. Chats of older releases have none: see `backing`."""

    chat_session = models.OneToOneField(
        "chat_sessions.ChatSession", on_delete=models.PROTECT, primary_key=True, related_name="queue_order"
    )
    policy = models.CharField(max_length=32, help_text=_("Its name in sessions/ordering/policies.py."))
    seed = models.CharField(max_length=64, help_text=_("Of the draws by lot; secret until the chat closes."))
    beacon = models.ForeignKey(
        Beacon, on_delete=models.PROTECT, null=True, blank=True, help_text="What the draws mix in."
    )
    opened_at = models.DateTimeField(null=True, blank=True, help_text=_("The moment that the log says."))
    taken = models.PositiveIntegerField(default=0, help_text=_("How many places of the order were taken."))
    topics = models.JSONField(default=list, help_text=_("Topics of the questions that were taken last."))

    def __str__(self) -> str:
        return f"Order of {self.chat_session_id}"
