"""Access to the pages of an office's work: those who write about it; those who look at its photographs."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from sessions.activities.public.facts import ACTIVITY_RELATIONS
from sessions.activities.staff import ACTIVITY_WRITERS, CHECKING, ActivityStaff, checkers_of, writers_of
from sessions.city.pages.entrance import for_staff
from sessions.city.people.ward_staff import admit_ward_staff
from sessions.models import Activity, ActivityPhoto, ActivityState
from sessions.models.activities.activity_numbers import read_activity_number
from sessions.platform.people import Person


@dataclass(frozen=True, slots=True)
class ActivityReader:
    """staff: for which wards and boroughs the page is theirs."""

    person: Person
    staff: ActivityStaff

    def find_activity(self, number: str) -> Activity:
        """Raises Http404 for one of others, too."""
        rows = Activity.objects.filter(self.staff.theirs()).select_related(*ACTIVITY_RELATIONS)
        found = rows.filter(number=read_activity_number(number) or "").first()
        if found is None:
            raise Http404
        return found

    def find_photo(self, photo_id: UUID) -> ActivityPhoto:
        """Raises Http404 for one of others, and of what is withdrawn."""
        rows = ActivityPhoto.objects.select_related("activity__ward__borough", "activity__borough")
        found = rows.filter(pk=photo_id).exclude(activity__state=ActivityState.WITHDRAWN).first()
        if found is None or not self.staff.covers(found.activity.owner):
            raise Http404
        return found


def _as_writer(person: Person | None, is_proven: bool) -> ActivityReader:
    admit_ward_staff(person, ACTIVITY_WRITERS, is_proven=is_proven)
    assert person is not None, "no office has people without an account"
    return ActivityReader(person, writers_of(person))


def _as_checker(person: Person | None, is_proven: bool) -> ActivityReader:
    admit_ward_staff(person, CHECKING, is_proven=is_proven)
    assert person is not None, "no office has people without an account"
    return ActivityReader(person, checkers_of(person))


for_writers = for_staff(_as_writer)
"""Calls the page with the requesting person of an office."""

for_checkers = for_staff(_as_checker)
"""Calls the page with the requesting person, if they may look at photographs: an office's people and moderators."""
