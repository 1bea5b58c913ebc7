"""Chat sessions: one evening of one ward, from its plan to its record."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.models.calendar import Closure
from sessions.models.wards.office import Office, OfficeKind
from sessions.platform.database.prepared_query import Day, Moment
from sessions.platform.text.by_language import for_reader


class ChatSessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SCHEDULED = "scheduled", _("Announced")
    LIVE = "live", _("Live now")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    SEALED = "sealed", _("Sealed")


AHEAD_STATES = (ChatSessionState.PLANNED, ChatSessionState.SCHEDULED)
"""States in which a chat can be moved or cancelled. A planned chat is in the calendar, but takes no questions yet and
has no log."""

NOT_OVER_STATES = (*AHEAD_STATES, ChatSessionState.LIVE)

OPEN_STATES = (ChatSessionState.SCHEDULED, ChatSessionState.LIVE)
"""States in which people ask and moderators screen."""


RECORD_STATES = (ChatSessionState.CLOSED, ChatSessionState.SEALED)
"""States in which a chat is over and has a record: a draft, then a sealed one."""


KEEP_REPLIES = timedelta(hours=1)
"""How long after the end stored replies are kept: clients repeat commands within that time."""


class ChatSessionQuerySet(models.QuerySet["ChatSession"]):
    def upcoming(self) -> "ChatSessionQuerySet":
        return self.filter(state__in=OPEN_STATES).order_by("starts_at")

    def ahead(self) -> "ChatSessionQuerySet":
        """Planned and announced ones, including those that wait for a date."""
        return self.filter(state__in=AHEAD_STATES).order_by("starts_at")

    def taking_time(self) -> "ChatSessionQuerySet":
        """Filter chats that no other chat of their ward may overlap: planned with a date, announced, live."""
        return self.filter(state__in=(*AHEAD_STATES, ChatSessionState.LIVE), waits=False)

    def live(self) -> "ChatSessionQuerySet":
        return self.filter(state=ChatSessionState.LIVE)

    def due_to_announce(self, now: Moment) -> "ChatSessionQuerySet":
        return self.filter(state=ChatSessionState.PLANNED, waits=False, ask_from__lte=now)

    def due_to_open(self, now: Moment) -> "ChatSessionQuerySet":
        return self.filter(state=ChatSessionState.SCHEDULED, waits=False, starts_at__lte=now)

    def missed(self, now: Moment, today: Day) -> "ChatSessionQuerySet":
        """Filter chats that are past and cannot open late: not announced, without a date or a host, or frozen."""
        hosts = Office.objects.held_on(today).exclude(kind=OfficeKind.VACANT)
        freezes = Closure.objects.freezes().filter(Q(ward=None) | Q(ward=OuterRef("ward")))
        frozen = freezes.filter(from_on__lte=OuterRef("begins_on"), to_on__gte=OuterRef("begins_on"))
        passed = self.ahead().filter(ends_at__lte=now).alias(begins_on=TruncDate("starts_at"))
        is_hosted = Exists(hosts.filter(ward=OuterRef("ward")))
        return passed.filter(Q(state=ChatSessionState.PLANNED) | Q(waits=True) | Exists(frozen) | ~is_hosted)

    def due_to_warn(self, until: Moment) -> "ChatSessionQuerySet":
        return self.filter(state=ChatSessionState.LIVE, warned_at=None, ends_at__lte=until)

    def due_to_drop_replies(self, now: Moment) -> "ChatSessionQuerySet":
        """Filter chats that ended more than KEEP_REPLIES ago: no client repeats a command to them any longer."""
        rows = self.filter(has_replies=True).exclude(state__in=(*AHEAD_STATES, ChatSessionState.LIVE))
        return rows.alias(ended_at=Coalesce("closed_at", "changed_at", "ends_at")).filter(
            ended_at__lte=now - KEEP_REPLIES
        )

    def due_to_seal(self, now: Moment) -> "ChatSessionQuerySet":
        """Filter closed chats whose correction window has passed, or that never had one."""
        is_past = Q(record__correct_until__lte=now) | Q(record__correct_until=None)
        return self.filter(is_past, state=ChatSessionState.CLOSED, record__isnull=False)

    def due_to_close(self, now: Moment) -> "ChatSessionQuerySet":
        return self.filter(state=ChatSessionState.LIVE, ends_at__lte=now)


class ChatSession(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="chat_sessions")
    office = models.ForeignKey(
        "chat_sessions.Office",
        on_delete=models.PROTECT,
        related_name="chat_sessions",
        null=True,
        blank=True,
        help_text=_("The term that it is bound to, from the announcement on."),
    )
    state = models.CharField(max_length=12, choices=ChatSessionState, default=ChatSessionState.SCHEDULED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    schedule = models.ForeignKey(
        "chat_sessions.Schedule", on_delete=models.PROTECT, related_name="chat_sessions", null=True, blank=True
    )
    planned_on = models.DateField(
        null=True, blank=True, help_text=_("The date that the rule gave, whatever became of it.")
    )
    ask_from = models.DateTimeField(null=True, blank=True, help_text=_("When its questions open."))
    waits = models.BooleanField(default=False, help_text=_("Whether it waits for the clerk to choose a date."))
    move_reasons = models.JSONField(
        default=dict, db_default={}, blank=True, help_text=_("Why it was moved, or waits; by language.")
    )
    sequence = models.PositiveIntegerField(
        default=0, help_text=_("Raised when the date, the length or the reason changes: a calendar feed's SEQUENCE.")
    )
    changed_at = models.DateTimeField(null=True, blank=True, help_text=_("When the sequence was raised last."))
    announced_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True, help_text=_("When the chat was told that its end is near."))
    closed_at = models.DateTimeField(null=True, blank=True)
    has_replies = models.BooleanField(
        default=True, help_text=_("Whether answers to commands may be kept: they go an hour after the end.")
    )
    cancelled_reason = models.TextField(blank=True)
    # The keys of those who support its questions follow from it; blank for a chat that an older release announced.
    support_secret = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)

    slow_minutes = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text=_("Each person may ask one question every so many minutes; 0: at any time.")
    )

    objects = ChatSessionQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at",)
        indexes = [models.Index(fields=("state", "starts_at"), name="chat_session_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="chat_session_ends_after_it_starts"),
            models.UniqueConstraint(fields=("ward",), condition=Q(state="live"), name="one_live_chat_session_per_ward"),
            models.UniqueConstraint(fields=("schedule", "planned_on"), name="one_chat_session_per_planned_date"),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "cancelled")) | Q(office__isnull=False, announced_at__isnull=False),
                name="an_announced_chat_session_has_a_host",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ward}, {self.starts_at:%Y-%m-%d}"

    @property
    def host(self) -> Office:
        """The office that hosts it. A planned one has none yet."""
        if self.office is None:
            raise ValueError("a planned chat session is not bound to an office yet")
        return self.office

    @property
    def because(self) -> str:
        """Why it was moved or waits, in the reader's language."""
        return for_reader(self.move_reasons)

    @property
    def is_moved(self) -> bool:
        """Whether it is on another day than its rule gave."""
        return self.planned_on is not None and not self.waits and self.day != self.planned_on

    @property
    def day(self) -> date:
        """The day of its start, in the city's time zone."""
        return timezone.localdate(self.starts_at)
