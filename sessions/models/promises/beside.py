"""What belongs to a promise: its events, and what those who asked say of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class PromiseEvent(models.Model):
    """Which events of month logs are about which promise, so that its history is found at once."""

    promise = models.ForeignKey(
        "chat_sessions.Promise", on_delete=models.CASCADE, related_name="events", db_index=False
    )
    event = models.OneToOneField("chat_sessions.Event", on_delete=models.PROTECT, related_name="promise_event")

    class Meta:
        ordering = ("event_id",)
        constraints = [models.UniqueConstraint(fields=("promise", "event"), name="one_row_per_promise_and_event")]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.event_id}"


class PromiseVerdict(models.Model):
    """Whether a promise was kept, as one of those who asked says it, once for each claim of the office.

    person: None where the person who asked answers by receipt, without an account. claim: the promise's version when
    the office claimed it.
    """

    promise = models.ForeignKey(
        "chat_sessions.Promise", on_delete=models.CASCADE, related_name="verdicts", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="promise_verdicts"
    )
    is_asker = models.BooleanField(help_text="The person who asked, whose word alone is enough.")
    claim = models.PositiveIntegerField()
    is_kept = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("promise", "claim", "person"),
                condition=Q(person__isnull=False),
                name="one_promise_verdict_per_person_and_claim",
            ),
            models.UniqueConstraint(
                fields=("promise", "claim"), condition=Q(is_asker=True), name="one_promise_verdict_of_the_asker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id}"
