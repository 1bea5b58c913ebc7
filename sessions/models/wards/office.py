"""Terms of a ward's office, and appointments to the duties beside it: delegate, official, moderator, clerk."""

from datetime import date
from typing import TYPE_CHECKING, Protocol, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sessions.platform.text.by_language import for_reader, in_fallback

if TYPE_CHECKING:
    from sessions.models.wards.ward import Borough, Ward


class OfficeKind(models.TextChoices):
    COUNCILLOR = "councillor", _("Councillor")
    COORDINATOR = "coordinator", _("Co-ordinator")
    ADMINISTRATOR = "administrator", _("Administrator")
    VACANT = "vacant", _("Vacant")


class Duty(models.TextChoices):
    """The duties that a person can have.

    delegate: answers in the officeholder's place. official: answers only the questions that they are called to.
    """

    DELEGATE = "delegate", _("Delegate")
    OFFICIAL = "official", _("Official")
    MODERATOR = "moderator", _("Moderator")
    CLERK = "clerk", _("Clerk")


class TermQuerySet[M: models.Model](models.QuerySet[M]):
    def held_on(self, day: date | models.Value) -> Self:
        """Rows whose term covers the day; both ends are included."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)


class Term(Protocol):
    """A time in days, with both ends. to_on: None without an end."""

    @property
    def from_on(self) -> date: ...
    @property
    def to_on(self) -> date | None: ...


def is_held_on(term: Term, day: date) -> bool:
    """Answer whether a loaded term covers the day, like TermQuerySet.held_on."""
    return term.from_on <= day and (term.to_on is None or day <= term.to_on)


class PlaceOfDuty(Protocol):
    """One ward, one borough or the whole city."""

    @property
    def ward_id(self) -> int | None: ...
    @property
    def borough_id(self) -> int | None: ...
    @property
    def is_for_city(self) -> bool: ...


def covers_ward(place: PlaceOfDuty, ward_id: int, borough_id: int | None) -> bool:
    """Answer whether a loaded place covers a ward, like AppointmentQuerySet.covering. borough_id: the ward's."""
    is_for_borough = place.borough_id is not None and place.borough_id == borough_id
    return place.is_for_city or place.ward_id == ward_id or is_for_borough


def place_code(ward: "Ward | None", borough: "Borough | None") -> str:
    """A place as fields, the log and the audit write it: ward:95, borough:X, or (with neither) city."""
    if ward is not None:
        return f"ward:{ward.number}"
    return f"borough:{borough.code}" if borough is not None else "city"


class TermOfOffice(models.Model):
    """Who holds an office from a day on. The account that answers may be entered later than the name."""

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="%(class)ss"
    )
    names = models.JSONField(default=dict, db_default={}, blank=True, help_text=_("The holder's, by language."))
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The holder's name in the reader's language."""
        return for_reader(self.names)


class Office(TermOfOffice):
    """One term of one ward's office. A chat session is bound to the office, never to a person."""

    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=16, choices=OfficeKind)

    objects = TermQuerySet["Office"].as_manager()

    class Meta:
        ordering = ("ward", "-from_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="office_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(kind="vacant") | Q(holder=None, names={}),
                name="nobody_holds_a_vacant_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.ward}"

    @property
    def name_in_log(self) -> str:
        """The holder's name as the log, the record and the API write it: in the language that all fall back on."""
        return in_fallback(self.names)


class AppointmentQuerySet(TermQuerySet["Appointment"]):
    def covering(self, ward: "Ward") -> Self:
        """Appointments for the ward itself, for its borough, or for the whole city."""
        where = Q(ward=ward) | Q(is_for_city=True)
        return self.filter(where | Q(borough=ward.borough_id) if ward.borough_id is not None else where)


class Appointment(models.Model):
    """A person's duty beside an office, for one ward, for one whole borough or for the whole city.

    appointed_by: a clerk; None for the operator, if appointed_at is known, and for those from before it was kept.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appointments")
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="appointments_made"
    )
    appointed_at = models.DateTimeField(null=True, editable=False)
    duty = models.CharField(max_length=16, choices=Duty)
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, null=True, blank=True)
    borough = models.ForeignKey("chat_sessions.Borough", on_delete=models.PROTECT, null=True, blank=True)
    is_for_city = models.BooleanField(_("the whole city"), default=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    title = models.TextField(blank=True, default="", db_default="", help_text=_("Of an official, in public."))
    is_begin_told = models.BooleanField(default=True, db_default=True, editable=False, help_text="In the log.")
    is_end_told = models.BooleanField(default=False, db_default=False, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("person", "-from_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(ward=None, borough__isnull=False, is_for_city=False)
                | Q(ward__isnull=False, borough=None, is_for_city=False)
                | Q(ward=None, borough=None, is_for_city=True),
                name="appointed_to_a_ward_or_a_borough_or_the_city",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="appointment_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}, {self.ward or self.borough or _('the whole city')}"

    @property
    def place_code(self) -> str:
        return place_code(self.ward, self.borough)

    def covers(self, ward: "Ward") -> bool:
        """Answer whether this appointment covers the ward, like AppointmentQuerySet.covering."""
        return covers_ward(self, ward.pk, ward.borough_id)
