"""The staff of a ward's or borough's activities: what they work for, and refusals to everybody else."""

from django.db.models import Q
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import Staff, staff_of
from sessions.models import Activity, Borough, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


def activities_of(staff: Staff) -> Q:
    """Match the activities of their wards and boroughs."""
    return Q(ward__in=staff.wards) | Q(borough__in=staff.boroughs)


def owners_of(staff: Staff) -> list[Ward | Borough]:
    """The wards, by number, and then the boroughs, by code, that these staff work for."""
    wards = Ward.objects.filter(pk__in=staff.wards).select_related("borough").order_by("number")
    return [*wards, *Borough.objects.filter(pk__in=staff.boroughs).order_by("code")]


def require_writer(owner: Ward | Borough, person: Person) -> None:
    """Raises Refused forbidden."""
    if not staff_of(person, "activities").covers(owner):
        raise Refused("forbidden", _("Only the office of this ward or borough writes about its work."))


def require_checker(activity: Activity, person: Person) -> None:
    """Raises Refused forbidden."""
    if not staff_of(person, "activity_photos").covers(activity.owner):
        raise Refused("forbidden", _("Only the office and moderators of this ward or borough look at these photos."))
