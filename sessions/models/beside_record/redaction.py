"""Redactions of words in records: proposed by one clerk, and confirmed or rejected by another one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.platform.text.labels import GROUND_WORDS


class RedactionState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for a second clerk")
    CONFIRMED = "confirmed", _("Redacted")
    REJECTED = "rejected", _("Rejected")


class RedactionQuerySet(models.QuerySet["Redaction"]):
    def proposed(self) -> "RedactionQuerySet":
        return self.filter(state=RedactionState.PROPOSED)

    def confirmed(self) -> "RedactionQuerySet":
        return self.filter(state=RedactionState.CONFIRMED)

    def uncleaned(self) -> "RedactionQuerySet":
        """Filter confirmed redactions whose words may still be in unused places of the database's files."""
        return self.confirmed().filter(cleaned_at=None)


class Redaction(models.Model):
    """A redaction. The row is its audit, too, and is never deleted. It holds no words of the record."""

    chat_session = models.ForeignKey("chat_sessions.ChatSession", on_delete=models.PROTECT, related_name="redactions")
    ground = models.CharField(max_length=16, choices=GROUND_WORDS)
    authority = models.TextField(help_text=_("Who ordered it, and by which paper: public, beside the tombstone."))
    order_reference = models.TextField(
        blank=True, default="", db_default="", help_text=_("The number of the court’s order: public.")
    )
    order_on = models.DateField(null=True, blank=True, help_text=_("The day of the court’s order: public."))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="redactions_proposed",
        help_text=_("Empty where the operator of the server proposed it, or once the account is deleted."),
    )
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=RedactionState, default=RedactionState.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="redactions_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text=_("Why it was rejected."))
    elsewhere = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text="Other texts that repeated the words, and were emptied with them: “kind:id”.",
    )
    clerks = models.JSONField(
        default=dict,
        db_default={},
        blank=True,
        help_text="Who proposed and confirmed it, by their names of the month, with the age of their duties: public.",
    )
    cleaned_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Since then the words are in no unused place of the database’s files either."),
    )

    objects = RedactionQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-id")

    def __str__(self) -> str:
        return f"{self.state} {self.ground}"


class RedactedEntry(models.Model):
    """One entry of the record of which a redaction takes words."""

    redaction = models.ForeignKey(Redaction, on_delete=models.CASCADE, related_name="entries")
    n = models.PositiveIntegerField(help_text=_("The number of the entry in the record."))
    seq = models.PositiveIntegerField(help_text=_("The public event that held the words."))
    type = models.CharField(max_length=32)
    given_at = models.DateTimeField(help_text=_("The moment of that event."))
    question = models.ForeignKey(
        "chat_sessions.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="redacted_entries"
    )
    texts = models.JSONField(help_text=_("The fields of the entry that are redacted."))
    told_seq = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("The public event that says that it was redacted.")
    )
    log_index = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("Its leaf in the installation’s log.")
    )

    class Meta:
        ordering = ("n",)
        constraints = [models.UniqueConstraint(fields=("redaction", "n"), name="one_line_per_redacted_entry")]

    def __str__(self) -> str:
        return f"{self.n} {self.type}"
