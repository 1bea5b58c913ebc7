"""Complaints and suggestions: each is a row with its state, whose history stands in the log of its ward."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MatterKind(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")


class MatterState(models.TextChoices):
    """State of a matter. done_unconfirmed: nobody answered whether it is done. half_done, disputed: work goes on."""

    WAITING = "waiting", _("Waiting for a moderator")
    HELD = "held", _("Set aside for a second look")
    DECLINED = "declined", _("Not accepted")
    OPEN = "open", _("Open")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    TRANSFERRED = "transferred", _("Passed to another office")
    CLAIMED_DONE = "claimed_done", _("Done, says the office")
    CONFIRMED_DONE = "confirmed_done", _("Done, and confirmed")
    DONE_UNCONFIRMED = "done_unconfirmed", _("Done, not confirmed")
    HALF_DONE = "half_done", _("Half done")
    DISPUTED = "disputed", _("Not done, says the resident")
    NOT_POSSIBLE = "not_possible", _("Not possible")
    UNDER_REVIEW = "under_review", _("Under review")
    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not_accepted", _("Decided against")
    DONE = "done", _("Done")
    MERGED = "merged", _("Joined with another")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REMOVED = "removed", _("Removed")


SCREENED_STATES = (MatterState.WAITING, MatterState.HELD)
"""States before a moderator's decision; not public."""

WORK_STATES = (
    MatterState.OPEN,
    MatterState.ACKNOWLEDGED,
    MatterState.PLANNED,
    MatterState.IN_PROGRESS,
    MatterState.TRANSFERRED,
    MatterState.HALF_DONE,
    MatterState.DISPUTED,
    MatterState.UNDER_REVIEW,
    MatterState.ACCEPTED,
)
"""Public states in which somebody owes the next step: such matters have deadlines."""

ENDED_STATES = (
    MatterState.CLAIMED_DONE,
    MatterState.CONFIRMED_DONE,
    MatterState.DONE_UNCONFIRMED,
    MatterState.NOT_POSSIBLE,
    MatterState.NOT_ACCEPTED,
    MatterState.DONE,
)
SHOWN_STATES = WORK_STATES + ENDED_STATES
"""States in which everybody may read the words, and the lists have them. A matter that was merged, withdrawn or removed
after it was public keeps its page, with its history and without its words."""


class MatterSource(models.TextChoices):
    WEB = "web", _("Website")
    CHAT = "chat", _("Live chat")
    PHONE = "phone", _("Phone call")
    PAPER = "paper", _("Letter")
    VISIT = "visit", _("Visit to the office")
    OPEN311 = "open311", _("Another program")
    IMPORT = "import", _("Earlier list")


class MatterQuerySet(models.QuerySet["Matter"]):
    def shown(self) -> "MatterQuerySet":
        return self.filter(state__in=SHOWN_STATES)

    def in_work(self) -> "MatterQuerySet":
        return self.filter(state__in=WORK_STATES)

    def to_screen(self) -> "MatterQuerySet":
        return self.filter(state__in=SCREENED_STATES)


class Matter(models.Model):
    """A complaint or suggestion. Its number is public; its receipt, a secret of its author, works without an account.

    Days are days of the city. lat, lon: WGS 84 degrees, rounded to four decimals.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No index of its own: the index by state begins with it.
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="matters", db_index=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(help_text="Counted from 1 in each ward and year.")
    number = models.CharField(max_length=20, unique=True, help_text="Ward, year and serial: 95-2027-0143.")
    kind = models.CharField(max_length=12, choices=MatterKind)
    category = models.ForeignKey("chat_sessions.Category", on_delete=models.PROTECT, related_name="matters")
    text = models.TextField(help_text="The words of the person who lodged it, whatever is hidden from others.")
    masked = models.JSONField(null=True, blank=True, default=None, help_text="The places that are hidden.")
    language = models.CharField(max_length=8, blank=True, help_text="In which they wrote, if it is known.")
    label = models.TextField(help_text="The name under which it is shown.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="matters"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The clerk who wrote it down for somebody.",
    )
    source = models.CharField(max_length=8, choices=MatterSource, default=MatterSource.WEB)
    receipt = models.CharField(max_length=11, unique=True)
    ref = models.UUIDField(
        null=True,
        blank=True,
        editable=False,
        help_text="Of the form that it came by, so that a form that is sent twice makes one.",
    )
    commitment = models.TextField(blank=True, default="", help_text="Of the words, as the log has it.")
    salt = models.TextField(blank=True, default="", editable=False)
    lat = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    lon = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    landmark = models.TextField(blank=True, default="")
    is_landmark_only = models.BooleanField(
        default=False, help_text="The public sees the landmark and no point on the map."
    )
    is_place_hidden = models.BooleanField(
        default=False, db_default=False, help_text="The public sees neither the landmark nor a point."
    )

    state = models.CharField(max_length=16, choices=MatterState, default=MatterState.WAITING)
    version = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=32, blank=True, default="", help_text="Why it was not accepted.")
    note = models.TextField(blank=True, default="", help_text="A moderator’s words for its author.")
    lodged_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(help_text="Of its last step.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Of the step that ended the work.")

    clock_from = models.DateField(
        null=True, blank=True, help_text="The day from which the deadlines count; each restart sets it anew."
    )
    counted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its days were counted; closed days that were entered later move them.",
    )
    clock_stopped_on = models.DateField(
        null=True, blank=True, help_text="While the office waits for the resident’s answer."
    )
    acknowledge_by = models.DateField(null=True, blank=True)
    is_acknowledged = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True, help_text="Until then it has to be resolved.")
    first_due_on = models.DateField(null=True, blank=True, help_text="The day that was promised at first.")
    planned_on = models.DateField(
        null=True, blank=True, help_text="The day for which the office has planned it; its deadline stays."
    )
    overdue_stage = models.PositiveSmallIntegerField(
        default=0, help_text="0: in time; 1: overdue; 2: the borough has been told; 3: a question of the next chat."
    )
    agency = models.TextField(blank=True, default="", help_text="Who does the work.")
    external_number = models.TextField(blank=True, default="", help_text="Under which another office has it.")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="matters_assigned"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    from_question = models.ForeignKey(
        "chat_sessions.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="matters"
    )
    asked_again_of = models.ForeignKey(
        "chat_sessions.Question",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The question of a chat that it became because it was overdue.",
    )
    about_activity = models.ForeignKey(
        "chat_sessions.Activity",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="objections",
        help_text="What the office says that it has done, and this says is not so.",
    )
    support = models.PositiveIntegerField(default=0, help_text="How many others said that it concerns them.")
    support_told = models.PositiveIntegerField(default=0, db_default=0, help_text="The number that the public log has.")
    support_told_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ("-lodged_at",)
        constraints = [
            models.UniqueConstraint(fields=("ward", "year", "serial"), name="one_matter_per_serial"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__isnull=False, lon__isnull=False),
                name="matter_with_both_degrees",
            ),
            # Each for its own kind of sender: the other one is empty then.
            models.UniqueConstraint(fields=("author", "ref"), name="one_matter_per_author_and_ref"),
            models.UniqueConstraint(fields=("entered_by", "ref"), name="one_matter_per_clerk_and_ref"),
            models.UniqueConstraint(
                fields=("from_question",),
                condition=Q(from_question__isnull=False),
                name="one_matter_per_question",
            ),
        ]
        indexes = [
            models.Index(fields=("ward", "state", "-published_at"), name="matter_by_state"),
            models.Index(fields=("ward", "-published_at"), name="matter_by_ward"),
            # All that the figures of wards and boroughs count: the rows themselves are not read.
            models.Index(fields=("ward", "state", "kind", "due_on", "clock_stopped_on"), name="matter_figures"),
            models.Index(
                fields=("due_on",), condition=Q(state__in=WORK_STATES, clock_stopped_on=None), name="matter_due"
            ),
            models.Index(
                fields=("acknowledge_by",),
                condition=Q(is_acknowledged=False, state__in=WORK_STATES),
                name="matter_to_acknowledge",
            ),
            models.Index(fields=("category", "lat", "lon"), condition=Q(lat__isnull=False), name="matter_by_place"),
            models.Index(fields=("state", "ended_at"), name="matter_by_end"),
            models.Index(fields=("-published_at", "-id"), name="matter_newest_first"),
            # Lists for other programs, which ask by when it was lodged, or what has changed since they asked last.
            models.Index(
                fields=("-lodged_at", "-id"), condition=Q(published_at__isnull=False), name="matter_public_by_lodged"
            ),
            models.Index(
                fields=("-changed_at", "-id"), condition=Q(published_at__isnull=False), name="matter_public_by_changed"
            ),
            models.Index(
                fields=("category", "-lodged_at", "-id"),
                condition=Q(published_at__isnull=False),
                name="matter_public_by_category",
            ),
            models.Index(
                fields=("support_told_at",),
                condition=~Q(support=models.F("support_told")),
                name="matter_support_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_shown(self) -> bool:
        """Whether everybody may read its words now."""
        return self.state in SHOWN_STATES

    @property
    def public_landmark(self) -> str:
        """The landmark as everybody may read it; blank where a moderator has hidden it."""
        return "" if self.is_place_hidden else self.landmark

    @property
    def was_public(self) -> bool:
        """Whether its page exists for everybody: it is public, or was before it was merged, withdrawn or removed."""
        return self.published_at is not None
