"""Who may appoint whom, and where: a table by the clerk's scope."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.models import Appointment, Borough, Duty, Ward
from sessions.models.wards.office import place_code
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

WARD, BOROUGH, CITY = "ward", "borough", "city"
CHAIR = "chair"
"""To chair a borough: an office, beside the duties."""

MAY_APPOINT: dict[str, dict[str, tuple[str, ...]]] = {
    WARD: {
        "office": (WARD,),
        CHAIR: (),
        Duty.DELEGATE: (WARD,),
        Duty.OFFICIAL: (WARD,),
        Duty.MODERATOR: (WARD,),
        Duty.CLERK: (),
    },
    BOROUGH: {
        "office": (WARD,),
        CHAIR: (BOROUGH,),
        Duty.DELEGATE: (WARD, BOROUGH),
        Duty.OFFICIAL: (WARD, BOROUGH),
        Duty.MODERATOR: (WARD, BOROUGH),
        Duty.CLERK: (WARD,),
    },
    CITY: {
        "office": (WARD,),
        CHAIR: (BOROUGH,),
        Duty.DELEGATE: (WARD, BOROUGH, CITY),
        Duty.OFFICIAL: (WARD, BOROUGH, CITY),
        Duty.MODERATOR: (WARD, BOROUGH, CITY),
        Duty.CLERK: (WARD, BOROUGH),
    },
}
"""By a clerk's scope and a duty: the scopes in which they may appoint to it. Never wider than their own, and no clerk
of their own scope. Clerks of the whole city are entered in the administration."""


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
        return WARD if self.ward is not None else BOROUGH if self.borough is not None else CITY

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
    wards = Ward.objects.filter(number__in=[int(name) for scope, name in names if scope == WARD])
    boroughs = Borough.objects.filter(code__in=[name for scope, name in names if scope == BOROUGH])
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
