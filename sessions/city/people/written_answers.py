"""Who may read, draft and give the written answers that are owed."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.access import require_staff
from sessions.models import Appointment, Duty, Office, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

DRAFTING = (Duty.DELEGATE, Duty.OFFICIAL)
"""The staff of an office: they draft, and the holder of the office sends."""


@dataclass(frozen=True, slots=True)
class WrittenAnswerAccess:
    """What a person may do today about written answers, by the ids of wards. drafts includes sends, reads both."""

    sends: frozenset[int]
    drafts: frozenset[int]
    reads: frozenset[int]

    def role_in(self, ward: Ward) -> str:
        """councillor, staff or clerk; blank where they may not even read."""
        if ward.pk in self.sends:
            return "councillor"
        return "staff" if ward.pk in self.drafts else "clerk" if ward.pk in self.reads else ""


def access_to_written_answers(person: Person) -> WrittenAnswerAccess:
    """Three queries at most. The holder of an office also answers what their predecessor promised."""
    today = timezone.localdate()
    sends = frozenset(Office.objects.held_on(today).filter(holder=person).order_by().values_list("ward", flat=True))
    held = list(Appointment.objects.held_on(today).filter(person=person, duty__in=(*DRAFTING, Duty.CLERK)))
    drafts = sends | _wards_of([each for each in held if each.duty in DRAFTING])
    reads = drafts | _wards_of([each for each in held if each.duty == Duty.CLERK])
    return WrittenAnswerAccess(sends, drafts, reads)


def admit_to_written_answers(person: Person | None, *, is_proven: bool) -> WrittenAnswerAccess:
    """Let a person into the pages of owed answers. Raises Refused: sign_in, forbidden, second_factor."""
    none = WrittenAnswerAccess(frozenset(), frozenset(), frozenset())
    access = access_to_written_answers(person) if person is not None and person.is_active else none
    require_staff(person, ["councillor"] if access.reads else [], is_proven=is_proven)
    return access


def office_of(person: Person, ward: Ward) -> Office:
    """The term of the ward's office that the person holds today. Raises Refused forbidden for everybody else."""
    office = Office.objects.held_on(timezone.localdate()).filter(ward=ward, holder=person).first()
    if office is None or not person.is_active:
        raise Refused("forbidden", _("Only the person who holds the office of this ward can answer."))
    return office


def drafting_role(person: Person, ward: Ward) -> str:
    """The duty in which the person drafts there: councillor, delegate or official. Raises Refused forbidden."""
    today = timezone.localdate()
    if person.is_active and Office.objects.held_on(today).filter(ward=ward, holder=person).exists():
        return "councillor"
    held = Appointment.objects.held_on(today).covering(ward).filter(person=person, duty__in=DRAFTING)
    duties = set(held.values_list("duty", flat=True)) if person.is_active else set()
    for duty in DRAFTING:
        if duty in duties:
            return duty
    raise Refused("forbidden", _("You may not do this here."))


def _wards_of(held: list[Appointment]) -> frozenset[int]:
    if not held:
        return frozenset()
    where = Q(pk__in=[each.ward_id for each in held if each.ward_id])
    where |= Q(borough__in=[each.borough_id for each in held if each.borough_id])
    wards = Ward.objects.all() if any(each.is_for_city for each in held) else Ward.objects.filter(where)
    return frozenset(wards.order_by().values_list("pk", flat=True))
