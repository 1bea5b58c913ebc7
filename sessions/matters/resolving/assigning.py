"""The person of the office who is responsible for a complaint or suggestion. When their appointment ends, nobody is."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.permissions import OFFICE_STAFF
from sessions.city.people.ward_staff import ward_duties_of
from sessions.matters.resolving.entering import require_office
from sessions.matters.steps import lock_matter, no_such_matter
from sessions.models import WORK_STATES, Appointment, Duty, Matter, Office, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@transaction.atomic
def assign(matter_id: UUID, *, to: Person | None, person: Person, version: int) -> Matter:
    """Put it into somebody's hands, or (None) into nobody's. No public step: the log names no officers.

    Raises Refused: not_found, forbidden, stale, state (it is not in work), bad_field (they are not of this office).
    """
    matter = lock_matter(matter_id)
    if not matter.was_public:
        raise no_such_matter()
    require_office(matter, ward_duties_of(person))
    if matter.version != version:
        matter = lock_matter(matter_id, version=version)  # refuses, with what stands now
    if matter.state not in WORK_STATES:
        raise Refused("state", _("That cannot be done with this complaint or suggestion now."))
    if to is not None and not ward_duties_of(to).may("resolve", matter.ward_id):
        raise Refused("bad_field", _("This person does not work for this ward today."))
    matter.assigned_to = to
    matter.version += 1
    matter.save(update_fields=["assigned_to", "version"])
    return matter


@dataclass(frozen=True, slots=True)
class OfficePeople:
    """Who may be responsible for something in which ward today: ids of people by id of ward, and their roles."""

    roles: dict[int, dict[int, str]]

    def of_ward(self, ward_id: int) -> list[int]:
        return list(self.roles.get(ward_id, ()))

    def role_of(self, ward_id: int, person_id: int | None) -> str:
        """councillor, delegate, official or clerk; blank for nobody, and for somebody who left."""
        return self.roles.get(ward_id, {}).get(person_id, "") if person_id is not None else ""

    def has_nobody(self, matter: Matter) -> bool:
        return not self.role_of(matter.ward_id, matter.assigned_to_id)


def office_people_of(wards: Collection[Ward]) -> OfficePeople:
    """Two queries, whatever the number of wards."""
    today = timezone.localdate()
    roles: dict[int, dict[int, str]] = {ward.pk: {} for ward in wards}
    held = Office.objects.held_on(today).filter(ward__in=wards, holder__is_active=True)
    for office in held:
        if office.holder_id is not None:
            roles[office.ward_id][office.holder_id] = "councillor"
    rows = Appointment.objects.held_on(today).filter(duty__in=OFFICE_STAFF, person__is_active=True)
    appointments = sorted(rows, key=lambda each: OFFICE_STAFF.index(Duty(each.duty)))
    for ward in wards:
        for each in appointments:
            if each.covers(ward):
                roles[ward.pk].setdefault(each.person_id, str(each.duty))
    return OfficePeople(roles)


def named(people: Collection[int]) -> QuerySet[Person]:
    return get_user_model().objects.filter(pk__in=people).order_by("label", "username")
