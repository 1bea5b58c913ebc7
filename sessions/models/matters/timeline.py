"""What stands in the timelines of wards, boroughs and the city: which events of month logs, and what each is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimelineKind(models.TextChoices):
    """The kinds of timeline entries. chat: from the table of chats; the others from the month logs."""

    COMPLAINT = "complaint", _("Complaints")
    SUGGESTION = "suggestion", _("Suggestions")
    PROMISE = "promise", _("Promises")
    ACTIVITY = "activity", _("Activities")
    CHAT = "chat", _("Live chats")


class TimelineNews(models.TextChoices):
    """What an entry tells, in a word. claimed: the office says that it is done; done: those who asked say so, too."""

    NEW = "new", _("New")
    PROGRESS = "progress", _("Under way")
    CLAIMED = "claimed", _("Done, says the office")
    DONE = "done", _("Done, and confirmed")
    OVERDUE = "overdue", _("Overdue")
    NOT_DONE = "not_done", _("Not done, or decided against")


class TimelineEntry(models.Model):
    """A row beside the event, without a word of it: the words are read from the log, as it is now.

    ward: None for an activity of a whole borough. borough: that, or the ward's.
    """

    event = models.OneToOneField("chat_sessions.Event", on_delete=models.CASCADE, related_name="timeline_entry")
    # No indexes of their own: those below begin with them.
    ward = models.ForeignKey(
        "chat_sessions.Ward", on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    borough = models.ForeignKey(
        "chat_sessions.Borough", on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=TimelineKind)
    news = models.CharField(max_length=12, choices=TimelineNews)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=("ward", "-at", "-id"), name="timeline_of_ward"),
            models.Index(fields=("ward", "kind", "-at", "-id"), name="timeline_of_ward_by_kind"),
            models.Index(fields=("borough", "-at", "-id"), name="timeline_of_borough"),
            models.Index(fields=("borough", "kind", "-at", "-id"), name="timeline_of_borough_by_kind"),
            models.Index(fields=("-at", "-id"), name="timeline_of_city"),
            models.Index(fields=("kind", "-at", "-id"), name="timeline_of_city_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
