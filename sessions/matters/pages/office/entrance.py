"""Access to the pages of the office: for the holders of offices, their delegates and officials, and for clerks."""

from dataclasses import dataclass

from django.http import Http404

from sessions.city.pages.entrance import for_staff
from sessions.city.people.ward_staff import OFFICE_DUTIES, WardDuties, admit_ward_staff
from sessions.models import Matter
from sessions.platform.people import Person

RESOLVING = ("councillor", *OFFICE_DUTIES)


@dataclass(frozen=True, slots=True)
class OfficeReader:
    """A person who resolves complaints of some wards; wards: their ids."""

    person: Person
    duties: WardDuties
    wards: frozenset[int]

    def find_matter(self, number: str) -> Matter:
        """A public one of the person's wards, also one whose work has ended. Raises Http404 for all others."""
        rows = Matter.objects.filter(ward__in=self.wards, published_at__isnull=False)
        matter = rows.select_related("ward", "category", "assigned_to").filter(number=number).first()
        if matter is None:
            raise Http404
        return matter


def _enter(person: Person | None, is_proven: bool) -> OfficeReader:
    duties = admit_ward_staff(person, RESOLVING, is_proven=is_proven)
    assert person is not None, "no office has people without an account"
    return OfficeReader(person, duties, duties.with_any(RESOLVING))


for_office = for_staff(_enter)
"""Calls the page with the requesting person."""
