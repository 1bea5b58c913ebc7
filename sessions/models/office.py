"""Who holds a ward's office, and who moderates and keeps its calendar, from when to when."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sessions.models.ward import Ward


class OfficeKind(models.TextChoices):
    COUNCILLOR = "councillor", _("Councillor")
    COORDINATOR = "coordinator", _("Co-ordinator")
    ADMINISTRATOR = "administrator", _("Administrator")
    VACANT = "vacant", _("Vacant")


class Duty(models.TextChoices):
    MODERATOR = "moderator", _("Moderator")
    CLERK = "clerk", _("Clerk")


class TermQuerySet[M: models.Model](models.QuerySet[M]):
    def held_on(self, day: date) -> Self:
        """Rows whose term covers the day; both ends belong to the term."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)


class Office(models.Model):
    """One term of one ward's office. A chat session is bound to the office, never to a person."""

    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=16, choices=OfficeKind)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="offices"
    )
    name_en = models.CharField(max_length=120, blank=True)
    name_bn = models.CharField(max_length=120, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = TermQuerySet["Office"].as_manager()

    class Meta:
        ordering = ("ward", "-from_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="office_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(kind="vacant") | Q(holder=None, name_en="", name_bn=""),
                name="nobody_holds_a_vacant_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.ward}"

    @property
    def name(self) -> str:
        """The holder's name in the reader's language."""
        return (self.name_bn if get_language() == "bn" else "") or self.name_en


class Appointment(models.Model):
    """A person's duty as moderator or clerk, for one ward or for one whole borough."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appointments")
    duty = models.CharField(max_length=16, choices=Duty)
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, null=True, blank=True)
    borough = models.ForeignKey("chat_sessions.Borough", on_delete=models.PROTECT, null=True, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = TermQuerySet["Appointment"].as_manager()

    class Meta:
        ordering = ("person", "-from_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(ward=None, borough__isnull=False) | Q(ward__isnull=False, borough=None),
                name="appointed_to_a_ward_or_to_a_borough",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="appointment_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}, {self.ward or self.borough}"

    def covers(self, ward: "Ward") -> bool:
        """Whether it is for the ward itself or for its whole borough."""
        return self.ward_id == ward.pk or self.borough_id == ward.borough_id
