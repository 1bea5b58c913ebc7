"""Promises: each is a row with its state, whose history stands in the log of its ward."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PromiseKind(models.TextChoices):
    """How a promise came about.

    answer: a written answer to a question on notice. suggestion: one that the office accepted.
    """

    ACT = "act", _("Promise")
    ANSWER = "answer", _("Written answer")
    SUGGESTION = "suggestion", _("Accepted suggestion")


class PromiseState(models.TextChoices):
    """The states of a promise.

    proposed: a moderator has marked it, and the office has not confirmed it. disputed: it goes on.
    """

    PROPOSED = "proposed", _("Waits for the office’s word")
    NOT_CONFIRMED = "not_confirmed", _("No promise, says the office")
    MADE = "made", _("Promised")
    CLAIMED_KEPT = "claimed_kept", _("Kept, says the office")
    KEPT = "kept", _("Kept, and confirmed")
    DISPUTED = "disputed", _("Not kept, say those who asked")
    BROKEN = "broken", _("Not kept, says the office")
    DROPPED = "dropped", _("Dropped by the next holder of the office")
    MERGED = "merged", _("Joined with another")
    LAPSED = "lapsed", _("Lapsed: what it answers was removed")


class ClaimEnd(models.TextChoices):
    """How the time ended in which those who asked could say whether a claim is so, where they did not settle it.

    unconfirmable: the person who asked cannot be asked, and too few support it for a majority. The values are the steps
    by which the log tells it.
    """

    UNCONFIRMED = "unconfirmed", _("Kept, says the office; not confirmed")
    UNCONFIRMABLE = "unconfirmable", _("Kept, says the office; not confirmed, as nobody who asked can be asked")


OWED_STATES = (PromiseState.MADE, PromiseState.DISPUTED)
"""States in which the office still has to keep the promise; it then has a day."""

MADE_STATES = (*OWED_STATES, PromiseState.CLAIMED_KEPT, PromiseState.KEPT, PromiseState.BROKEN, PromiseState.DROPPED)
"""States that the figures count as made; a joined promise counts as the one it was joined with."""


class PromiseBy(models.TextChoices):
    """How it came to be a promise."""

    TICK = "tick", _("Ticked while answering")
    PROPOSAL = "proposal", _("Proposed by a moderator, confirmed by the office")
    CLERK = "clerk", _("Entered from a written answer")
    NOTICE = "notice", _("A written answer was promised")
    ACCEPTED = "accepted", _("A suggestion was accepted")


class PromiseQuerySet(models.QuerySet["Promise"]):
    def owed(self) -> "PromiseQuerySet":
        """Filter promises that still have to be kept."""
        return self.filter(state__in=OWED_STATES)

    def made(self) -> "PromiseQuerySet":
        return self.filter(state__in=MADE_STATES)


class Promise(models.Model):
    """Every promise is public, also one that is only proposed. It belongs to the office of the ward.

    office: whose word it was; holder: whose it is now, after a change of office. said: the exact words of the answer;
    they begin at said_from, counted in code points of the answer's words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No index of its own: the index by state begins with it.
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="promises", db_index=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(help_text="Counted from 1 in each ward and year.")
    number = models.CharField(max_length=20, unique=True, help_text="Ward, P, year and serial: 95-P-2027-12.")
    kind = models.CharField(max_length=12, choices=PromiseKind, default=PromiseKind.ACT)
    made_by = models.CharField(max_length=10, choices=PromiseBy)
    question = models.ForeignKey(
        "chat_sessions.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    answer = models.ForeignKey(
        "chat_sessions.Answer", on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    matter = models.ForeignKey(
        "chat_sessions.Matter", on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    office = models.ForeignKey("chat_sessions.Office", on_delete=models.PROTECT, related_name="promises")
    holder = models.ForeignKey("chat_sessions.Office", on_delete=models.PROTECT, related_name="promises_held")
    is_to_adopt = models.BooleanField(
        default=False, help_text="Its holder has it from another, and has not said yet whether to keep it."
    )
    said = models.TextField(blank=True, default="")
    said_from = models.PositiveIntegerField(null=True, blank=True)
    what = models.TextField(help_text="What will be done, in one sentence.")
    where = models.TextField(blank=True, default="")
    budget_line = models.TextField(blank=True, default="")
    is_withheld = models.BooleanField(
        default=False, help_text="Its words were redacted with the answer that they are from."
    )

    state = models.CharField(max_length=16, choices=PromiseState)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(null=True, blank=True, help_text="When it became a promise.")
    proposed_at = models.DateTimeField(null=True, blank=True)
    confirm_by = models.DateField(null=True, blank=True, help_text="Until then the office says whether it is one.")
    changed_at = models.DateTimeField(help_text="Of its last step.")
    due_on = models.DateField(null=True, blank=True, help_text="Until then it has to be kept.")
    first_due_on = models.DateField(null=True, blank=True, help_text="The day that was promised at first.")
    why_new_day = models.TextField(blank=True, default="", help_text="The office’s reason for the later day.")
    due_stage = models.PositiveSmallIntegerField(
        default=0, help_text="What the log has told: 0 nothing; 1 that it is due soon; 2 that it is overdue."
    )
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When the office said last that it is kept.")
    claim_end = models.CharField(
        max_length=16,
        choices=ClaimEnd,
        blank=True,
        default="",
        db_default="",
        help_text="Of the last claim, where its time is over and nobody confirmed it.",
    )
    proof = models.TextField(blank=True, default="", help_text="What the office says about how it was kept.")
    kept_votes = models.PositiveIntegerField(default=0, help_text="Of those asked after the last claim.")
    not_votes = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was kept, broken, dropped or joined.")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    owed_in = models.ForeignKey(
        "chat_sessions.ChatSession",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="owed_promises",
        help_text="The chat on whose list of what is owed from last time it stands, or stood last.",
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("ward", "year", "serial"), name="one_promise_per_serial"),
            models.UniqueConstraint(
                fields=("question",),
                condition=Q(kind="answer", question__isnull=False),
                name="one_promise_of_an_answer_per_question",
            ),
            models.UniqueConstraint(
                fields=("matter",), condition=Q(matter__isnull=False), name="one_promise_per_suggestion"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "not_confirmed", "merged", "lapsed"))
                | Q(made_at__isnull=False, due_on__isnull=False),
                name="promise_with_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=("ward", "state", "due_on"), name="promise_by_state"),
            models.Index(fields=("due_on",), condition=Q(state__in=OWED_STATES), name="promise_due"),
            models.Index(fields=("-made_at", "-id"), name="promise_newest_first"),
            models.Index(
                fields=("claimed_at",), condition=Q(state="claimed_kept", claim_end=""), name="promise_claim_open"
            ),
            models.Index(fields=("confirm_by",), condition=Q(state="proposed"), name="promise_to_confirm"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_word(self) -> str:
        """The state in the reader's language; for a claim also that its time ended without a confirmation."""
        return promise_state_label(self.state, self.claim_end)

    @property
    def is_overdue(self) -> bool:
        """Whether the log has told that its day is over."""
        return self.state in OWED_STATES and self.due_stage == 2


def promise_state_label(state: str, claim_end: str = "") -> str:
    """Label in the reader's language; an unknown state's own name. claim_end: for claims alone."""
    if state == PromiseState.CLAIMED_KEPT and claim_end:
        return str(ClaimEnd(claim_end).label)
    return str(PromiseState(state).label) if state in PromiseState else state
