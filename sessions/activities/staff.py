"""Who writes about an office's work, and who may be the second to look at its photographs."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import OFFICE_DUTIES, boroughs_served_by, ward_duties_of
from sessions.models import Activity, Borough, Duty, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

ACTIVITY_WRITERS = ("councillor", *OFFICE_DUTIES)
CHECKING = (*ACTIVITY_WRITERS, Duty.MODERATOR)


@dataclass(frozen=True, slots=True)
class ActivityStaff:
    """The ids of the wards, and of the boroughs as a whole, for which somebody writes or looks at photographs."""

    wards: Collection[int]
    boroughs: Collection[int]

    def covers(self, owner: Ward | Borough) -> bool:
        return owner.pk in (self.wards if isinstance(owner, Ward) else self.boroughs)

    def theirs(self) -> Q:
        """Match the activities of these wards and boroughs."""
        return Q(ward__in=self.wards) | Q(borough__in=self.boroughs)

    def owners(self) -> list[Ward | Borough]:
        """The wards, by number, and then the boroughs, by code, that these staff work for."""
        wards = Ward.objects.filter(pk__in=self.wards).select_related("borough").order_by("number")
        return [*wards, *Borough.objects.filter(pk__in=self.boroughs).order_by("code")]


def writers_of(person: Person | None) -> ActivityStaff:
    """The holder of a ward's office, its delegate, its officials and clerks; for a borough those appointed to it."""
    wards = ward_duties_of(person).with_any(ACTIVITY_WRITERS)
    return ActivityStaff(wards, boroughs_served_by(person, OFFICE_DUTIES))


def checkers_of(person: Person | None) -> ActivityStaff:
    """Where a person may be the second to look at photographs: for the writers, and for the ward's moderators."""
    wards = ward_duties_of(person).with_any(CHECKING)
    return ActivityStaff(wards, boroughs_served_by(person, (*OFFICE_DUTIES, Duty.MODERATOR)))


def require_writer(owner: Ward | Borough, person: Person) -> None:
    """Raises Refused forbidden."""
    if not writers_of(person).covers(owner):
        raise Refused("forbidden", _("Only the office of this ward or borough writes about its work."))


def require_checker(activity: Activity, person: Person) -> None:
    """Raises Refused forbidden."""
    if not checkers_of(person).covers(activity.owner):
        raise Refused("forbidden", _("Only the office and moderators of this ward or borough look at these photos."))
