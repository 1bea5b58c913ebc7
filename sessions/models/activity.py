"""Activities: what was done in a ward or borough, or is planned there, with pictures and what it answers."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sessions.models.matters.beside import PhotoState
from sessions.models.wards.ward import Borough, Ward
from sessions.platform.text.by_language import for_reader


class ActivityState(models.TextChoices):
    """The states of an activity.

    corrected: published, with changed words; the earlier ones can still be read in its history.
    """

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLIC_ACTIVITY_STATES = (ActivityState.PUBLISHED, ActivityState.CORRECTED)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def public(self) -> "ActivityQuerySet":
        """Filter activities whose words everybody may read, outside of an election freeze."""
        return self.filter(state__in=PUBLIC_ACTIVITY_STATES)


class Activity(models.Model):
    """An activity of a ward or of a whole borough. on_day: its day; if is_planned, the day it is planned for.

    titles, texts: by language. amount_paise: what it cost or may cost, in hundredths of a rupee.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ward = models.ForeignKey(
        "chat_sessions.Ward", on_delete=models.PROTECT, null=True, blank=True, related_name="activities", db_index=False
    )
    borough = models.ForeignKey(
        "chat_sessions.Borough", on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(help_text="Counted from 1 in each ward or borough, and year.")
    number = models.CharField(max_length=24, unique=True, help_text="Ward or borough, A, year and serial: 95-A-2027-3.")
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    is_planned = models.BooleanField(default=False)
    on_day = models.DateField()
    category = models.ForeignKey(
        "chat_sessions.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    lat = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    lon = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    landmark = models.TextField(blank=True, default="")
    budget_line = models.TextField(blank=True, default="")
    amount_paise = models.PositiveBigIntegerField(null=True, blank=True)
    source_link = models.URLField(max_length=500, blank=True, default="")
    matters = models.ManyToManyField("chat_sessions.Matter", blank=True, related_name="activities")
    promises = models.ManyToManyField("chat_sessions.Promise", blank=True, related_name="activities")

    state = models.CharField(max_length=10, choices=ActivityState, default=ActivityState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    why_withdrawn = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who published it last; somebody else looks at its photographs.",
    )
    ref = models.UUIDField(
        null=True, blank=True, unique=True, help_text="Of the form, so that one that is sent twice makes one."
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ("-on_day", "-published_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ward=None, borough__isnull=False) | Q(ward__isnull=False, borough=None),
                name="activity_of_a_ward_or_of_a_borough",
            ),
            models.UniqueConstraint(fields=("ward", "year", "serial"), name="one_activity_per_ward_and_serial"),
            models.UniqueConstraint(fields=("borough", "year", "serial"), name="one_activity_per_borough_and_serial"),
        ]
        indexes = [
            models.Index(fields=("ward", "state", "-on_day"), name="activity_by_ward"),
            models.Index(fields=("-published_at", "-id"), name="activity_newest_first"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.titles)

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return for_reader(self.texts)

    @property
    def owner(self) -> "Ward | Borough":
        """The ward or borough that the activity belongs to."""
        owner = self.ward or self.borough
        assert owner is not None, "a constraint of the table"
        return owner

    @property
    def was_public(self) -> bool:
        """Whether it was published once; withdrawn since or not."""
        return self.published_at is not None

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_ACTIVITY_STATES

    def is_due(self, today: date) -> bool:
        """Whether it was planned for a day that is over."""
        return self.is_planned and self.on_day < today


class PhotoMoment(models.TextChoices):
    BEFORE = "before", _("Before")
    DURING = "during", _("During")
    AFTER = "after", _("After")


class ActivityPhoto(models.Model):
    """A photograph of an activity: the file that its sha256 names, among the photographs.

    The public gets it once a second person has looked at it (a moderator, or another one of the office).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="photos")
    moment = models.CharField(max_length=8, choices=PhotoMoment)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.TextField(help_text="What can be seen, for those who do not see it.")
    taken_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=PhotoState, default=PhotoState.WAITING)
    is_blurred = models.BooleanField(default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        indexes = [models.Index(fields=("sha256",), name="activity_photo_by_file")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def version(self) -> str:
        """Part of the photo's address; it changes when something in the picture is made unrecognisable."""
        return self.sha256[:12]


class ActivityEvent(models.Model):
    """Links a month log's event to the activity it is about, so that the activity's history is found at once."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="events", db_index=False)
    event = models.OneToOneField("chat_sessions.Event", on_delete=models.PROTECT, related_name="activity_event")

    class Meta:
        ordering = ("event_id",)
        constraints = [models.UniqueConstraint(fields=("activity", "event"), name="one_row_per_activity_and_event")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.event_id}"
