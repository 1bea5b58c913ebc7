"""The calendar: the rules of wards, closed days and freezes, and the audit of changes."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sessions.models.wards.office import TermQuerySet
from sessions.platform.database.prepared_query import Day
from sessions.platform.text.by_language import for_reader

if TYPE_CHECKING:
    from sessions.models.wards.ward import Ward


class OnClosed(models.TextChoices):
    NEXT_FREE = "next_free", _("Move to the next free date")
    WAIT = "wait", _("Wait for the clerk's choice")


class ScheduleQuerySet(TermQuerySet["Schedule"]):
    def active(self) -> "ScheduleQuerySet":
        return self.filter(is_active=True)

    def reaching(self, day: Day) -> "ScheduleQuerySet":
        """Active rules that are valid on that day or after it."""
        return self.active().filter(Q(to_on=None) | Q(to_on__gte=day))


class Schedule(models.Model):
    """A ward's rule from a day on: a chat session on each of its dates. At most one is valid on any day."""

    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="schedules")
    rule = models.CharField(max_length=200, help_text=_("An RFC 5545 RRULE for months: FREQ=MONTHLY;BYDAY=1SA."))
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    ask_days = models.PositiveSmallIntegerField(
        default=7, help_text=_("How many days before the chat its questions open.")
    )
    on_closed = models.CharField(max_length=12, choices=OnClosed, default=OnClosed.NEXT_FREE)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    planned_to = models.DateField(
        null=True, blank=True, editable=False, help_text=_("The day up to which its chats stand in the calendar.")
    )
    is_active = models.BooleanField(
        default=True, help_text=_("Not, once another rule took its place from its first day.")
    )
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text=_("Raised by every change, so that a clerk can say which one they saw.")
    )

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ("ward", "-from_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="schedule_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ward}: {self.rule}"


class ClosureKind(models.TextChoices):
    CLOSED = "closed", _("Closed days")
    FREEZE = "freeze", _("Election freeze")


class ClosureQuerySet(TermQuerySet["Closure"]):
    def closed(self) -> "ClosureQuerySet":
        return self.filter(kind=ClosureKind.CLOSED)

    def freezes(self) -> "ClosureQuerySet":
        return self.filter(kind=ClosureKind.FREEZE)

    def for_ward(self, ward: "Ward | models.Value") -> "ClosureQuerySet":
        """Closures of the ward itself and of the whole city."""
        return self.filter(Q(ward=None) | Q(ward=ward))


class Closure(models.Model):
    """Closed days, from which chats are moved, or a freeze, in which chats are suspended and none may open."""

    kind = models.CharField(max_length=8, choices=ClosureKind)
    ward = models.ForeignKey(
        "chat_sessions.Ward", on_delete=models.PROTECT, null=True, blank=True, help_text=_("Empty: the whole city.")
    )
    from_on = models.DateField()
    to_on = models.DateField()
    reasons = models.JSONField(help_text=_("By language."))
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ("from_on",)
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="closure_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.from_on} – {self.to_on}"

    @property
    def reason(self) -> str:
        """The public reason in the reader's language."""
        return for_reader(self.reasons)

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on

    def covers_in(self, ward_id: int, *days: date) -> bool:
        """Whether it covers one of the days in this ward, as the ward's own or as the city's."""
        return self.ward_id in (None, ward_id) and any(map(self.covers, days))


class Change(models.Model):
    """An entry of the calendar's audit: who changed what and when, with the values before and after."""

    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor = models.CharField(max_length=48, help_text=_("The role and the opaque id of who did it."))
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=16, help_text=_("schedule, closure or chat_session"))
    subject_id = models.CharField(max_length=36)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("subject", "subject_id"), name="change_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"
