"""Who may plan: the clerks, and the calendar of which wards each of them keeps."""

from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.access import require_staff
from sessions.models import Appointment, Duty, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


def may_plan(person: Person | None, ward: Ward | None = None) -> bool:
    """Whether a person keeps this ward's calendar today as its clerk; with None, that of any ward."""
    if person is None or not person.is_active:
        return False
    clerks = Appointment.objects.held_on(timezone.localdate()).filter(person=person, duty=Duty.CLERK)
    if ward is not None:
        clerks = clerks.covering(ward)
    return clerks.exists()


def has_clerk() -> bool:
    """Whether anybody is a clerk of this installation, today or later: before, nobody can invite anybody."""
    return Appointment.objects.filter(duty=Duty.CLERK, person__is_active=True).exists()


def wards_to_plan(person: Person) -> list[Ward]:
    """The wards whose calendar the person keeps today, by number; a clerk of a borough has all of its wards."""
    held = Appointment.objects.held_on(timezone.localdate()).filter(person=person.pk, duty=Duty.CLERK)
    of_city = Exists(held.filter(is_for_city=True))
    wards = Ward.objects.filter(Q(pk__in=held.values("ward")) | Q(borough__in=held.values("borough")) | of_city)
    return list(wards.select_related("borough"))


def admit_clerk(person: Person | None, *, is_proven: bool) -> list[Ward]:
    """Let a clerk into the pages of planning, and answer for which wards; one query.

    Raises Refused: sign_in, forbidden, second_factor, and no_wards to a clerk where none is loaded yet.
    """
    wards = wards_to_plan(person) if person is not None and person.is_active else []
    is_clerk = bool(wards) or may_plan(person)
    require_staff(person, ["clerk"] if is_clerk else [], is_proven=is_proven)
    if not wards:
        raise Refused("no_wards", _("No ward is loaded yet"))
    return wards
