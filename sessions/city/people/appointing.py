"""The places in which a clerk may appoint to a duty, by the table of permissions.py."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.permissions import BOROUGH_SCOPE, CITY_SCOPE, MAY_APPOINT, WARD_SCOPE
from sessions.models import Appointment, Borough, Duty, Ward
from sessions.models.wards.office import place_code
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@dataclass(frozen=True, slots=True)
class AppointmentPlace:
    """A ward, a borough, or (with neither) the whole city."""

    ward: Ward | None = None
    borough: Borough | None = None

    @property
    def is_city(self) -> bool:
        return self.ward is None and self.borough is None

    @property
    def scope(self) -> str:
        return WARD_SCOPE if self.ward is not None else BOROUGH_SCOPE if self.borough is not None else CITY_SCOPE

    @property
    def code(self) -> str:
        return place_code(self.ward, self.borough)

    def covers(self, other: "AppointmentPlace") -> bool:
        if self.is_city or self == other:
            return True
        if self.borough is None or other.ward is None:
            return False
        return other.ward.borough_id == self.borough.pk


def places_named(codes: Iterable[str]) -> dict[str, AppointmentPlace]:
    """The places of these codes, as far as there are such; two queries."""
    names = [code.partition(":")[::2] for code in codes]
    wards = Ward.objects.filter(number__in=[int(name) for scope, name in names if scope == WARD_SCOPE])
    boroughs = Borough.objects.filter(code__in=[name for scope, name in names if scope == BOROUGH_SCOPE])
    places = [AppointmentPlace(), *map(AppointmentPlace, wards), *(AppointmentPlace(borough=each) for each in boroughs)]
    return {place.code: place for place in places}


def appointment_places_of(clerk: Person) -> list[AppointmentPlace]:
    """The scopes that the person keeps as a clerk today."""
    rows = Appointment.objects.held_on(timezone.localdate()).filter(person=clerk, duty=Duty.CLERK)
    return [AppointmentPlace(row.ward, row.borough) for row in rows.select_related("ward", "borough")]


def may_appoint(places: list[AppointmentPlace], duty: str, place: AppointmentPlace) -> bool:
    return any(own.covers(place) and place.scope in MAY_APPOINT[own.scope].get(duty, ()) for own in places)


def require_may_appoint(clerk: Person, duty: str, place: AppointmentPlace) -> None:
    """Raises Refused forbidden unless the person may appoint to this duty in this scope today."""
    if not may_appoint(appointment_places_of(clerk), duty, place):
        raise Refused("forbidden", _("You may not give anybody this role there."), facts={"part": "duty"})
