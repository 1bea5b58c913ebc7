"""People with duties in wards and boroughs, and what they may do there by the tables of permissions.py."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from sessions.city.people.access import require_staff
from sessions.city.people.permissions import HOLDER, PAGE_DUTIES, STEP_DUTIES
from sessions.models import Appointment, Borough, Office, Ward
from sessions.platform.people import Person


@dataclass(frozen=True, slots=True)
class WardDuties:
    """A person's duties today, each with the ids of its wards."""

    wards: dict[str, frozenset[int]]

    def may(self, step: str, ward_id: int) -> bool:
        """Whether the person may take this step in this ward. step: one of permissions.STEP_DUTIES."""
        return any(ward_id in self.wards.get(duty, ()) for duty in STEP_DUTIES[step])

    def with_any(self, duties: Collection[str]) -> frozenset[int]:
        """The ids of the wards in which they have one of these duties."""
        return frozenset().union(*(self.wards.get(duty, ()) for duty in duties))


@dataclass(frozen=True)
class Staff:
    """A person on one of the pages of permissions.PAGE_DUTIES, and the wards and boroughs for which it is theirs."""

    person: Person
    page: str
    duties: WardDuties

    @cached_property
    def wards(self) -> frozenset[int]:
        """The ids of the wards in which the person has one of the page's duties."""
        return self.duties.with_any(PAGE_DUTIES[self.page].duties)

    @cached_property
    def boroughs(self) -> frozenset[int]:
        """The ids of the boroughs that the person serves as a whole in one of the page's duties."""
        return boroughs_served_by(self.person, PAGE_DUTIES[self.page].duties)

    @property
    def role(self) -> str:
        """The first of the page's duties that the person has: the one in which they act."""
        return next(str(duty) for duty in PAGE_DUTIES[self.page].duties if self.duties.wards.get(duty))

    def covers(self, owner: Ward | Borough) -> bool:
        return owner.pk in (self.wards if isinstance(owner, Ward) else self.boroughs)


def ward_duties_of(person: Person | None) -> WardDuties:
    """Find the person's duties today; two queries, and one more for each appointment to a borough or the city."""
    if person is None or not person.is_active:
        return WardDuties({})
    today = timezone.localdate()
    found: dict[str, frozenset[int]] = {
        HOLDER: frozenset(Office.objects.held_on(today).filter(holder=person).values_list("ward", flat=True))
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


def staff_of(person: Person, page: str) -> Staff:
    """The person with what they have of the page's duties today, which may be none. Queries as ward_duties_of."""
    return Staff(person, page, ward_duties_of(person))


def admit_staff(person: Person | None, page: str, *, is_proven: bool) -> Staff:
    """Let a person in who has one of the page's duties in any ward.

    Raises Refused: sign_in, forbidden, second_factor.
    """
    return _admit(person, page, ward_duties_of(person), is_proven=is_proven)


def admit_staff_of(ward: Ward, person: Person | None, page: str, *, is_proven: bool) -> Staff:
    """Let a person in who has one of the page's duties in this ward; one query. Raises as admit_staff."""
    held: Collection[str] = ()
    if person is not None and person.is_active:
        rows = Appointment.objects.held_on(timezone.localdate()).covering(ward).filter(person=person)
        held = set(rows.values_list("duty", flat=True))
    return _admit(person, page, WardDuties({duty: frozenset({ward.pk}) for duty in held}), is_proven=is_proven)


def _admit(person: Person | None, page: str, duties: WardDuties, *, is_proven: bool) -> Staff:
    require_staff(person, [duty for duty in PAGE_DUTIES[page].duties if duties.wards.get(duty)], is_proven=is_proven)
    assert person is not None, "nobody has a duty without an account"
    return Staff(person, page, duties)
