"""Who works for a ward between its chats: screens complaints, resolves them, runs its office, translates records."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from sessions.city.people.access import require_staff
from sessions.models import Appointment, Borough, Duty, Office, Ward
from sessions.platform.people import Person

OFFICE_DUTIES = (Duty.OFFICIAL, Duty.DELEGATE, Duty.CLERK)
"""Duties whose holders resolve complaints, as does the holder of the office."""

TRANSLATING = (Duty.CLERK, Duty.MODERATOR)
"""Duties that may translate, in the order in which a person who has both acts."""


@dataclass(frozen=True, slots=True)
class WardDuties:
    """A person's duties today, each with the ids of its wards; councillor: the holder of the office."""

    wards: dict[str, frozenset[int]]

    def may_screen(self, ward: Ward) -> bool:
        return ward.pk in self.wards.get(Duty.MODERATOR, ())

    def may_resolve(self, ward: Ward) -> bool:
        return any(ward.pk in self.wards.get(duty, ()) for duty in ("councillor", *OFFICE_DUTIES))

    def may_enter(self, ward: Ward) -> bool:
        """Whether the person may write down what somebody says by phone, letter or at the counter."""
        return ward.pk in self.wards.get(Duty.CLERK, ()) or ward.pk in self.wards.get(Duty.MODERATOR, ())

    def with_any(self, duties: Collection[str]) -> frozenset[int]:
        """The ids of the wards in which they have one of these duties."""
        return frozenset().union(*(self.wards.get(duty, ()) for duty in duties))


def ward_duties_of(person: Person | None) -> WardDuties:
    """Find the person's duties today; two queries, and one more for each appointment to a borough or the city."""
    if person is None or not person.is_active:
        return WardDuties({})
    today = timezone.localdate()
    found: dict[str, frozenset[int]] = {
        "councillor": frozenset(Office.objects.held_on(today).filter(holder=person).values_list("ward", flat=True))
    }
    for appointment in Appointment.objects.held_on(today).filter(person=person):
        found[appointment.duty] = found.get(appointment.duty, frozenset()) | _wards_of(appointment)
    return WardDuties({duty: wards for duty, wards in found.items() if wards})


def _wards_of(appointment: Appointment) -> frozenset[int]:
    if appointment.ward_id is not None:
        return frozenset({appointment.ward_id})
    rows = Ward.objects.all() if appointment.is_for_city else Ward.objects.filter(borough=appointment.borough_id)
    return frozenset(rows.values_list("pk", flat=True))


def boroughs_served_by(person: Person | None, duties: Collection[str]) -> frozenset[int]:
    """The ids of the boroughs for which, as a whole, they have one of these duties today. One query, or two."""
    if person is None or not person.is_active:
        return frozenset()
    rows = Appointment.objects.held_on(timezone.localdate()).filter(person=person, duty__in=duties, ward=None)
    served = dict(rows.values_list("borough", "is_for_city"))
    if any(served.values()):
        return frozenset(Borough.objects.values_list("pk", flat=True))
    return frozenset(borough for borough in served if borough is not None)


def admit_ward_staff(person: Person | None, duties: Collection[str], *, is_proven: bool) -> WardDuties:
    """Let a person in who has one of these duties in any ward. Raises Refused: sign_in, forbidden, second_factor."""
    held = ward_duties_of(person)
    require_staff(person, [duty for duty in duties if held.wards.get(duty)], is_proven=is_proven)
    return held


def admit_translator(person: Person | None, ward: Ward, *, is_proven: bool) -> str:
    """The role in which the person may translate a record's words today: clerk or moderator. One query.

    Raises Refused: sign_in, forbidden, second_factor.
    """
    duties: list[str] = []
    if person is not None and person.is_active:
        held = Appointment.objects.held_on(timezone.localdate()).covering(ward).filter(person=person)
        found = set(held.values_list("duty", flat=True))
        duties = [duty for duty in TRANSLATING if duty in found]
    require_staff(person, duties, is_proven=is_proven)
    return str(duties[0])
