"""Who may read, draft and give the written answers that are owed."""

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.permissions import HOLDER, STEP_DUTIES
from sessions.city.people.ward_staff import WardDuties
from sessions.models import Appointment, Duty, Office, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


def owed_answer_role(duties: WardDuties, ward: Ward) -> str:
    """The role of somebody with these duties in the answers that the ward owes.

    councillor sends, staff draft, clerk reads; blank for people who may not even read.
    """
    if ward.pk in duties.wards.get(HOLDER, ()):
        return HOLDER
    if duties.may("draft_answer", ward.pk):
        return "staff"
    return str(Duty.CLERK) if ward.pk in duties.wards.get(Duty.CLERK, ()) else ""


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
        return HOLDER
    held = Appointment.objects.held_on(today).covering(ward).filter(person=person, duty__in=STEP_DUTIES["draft_answer"])
    duties = set(held.values_list("duty", flat=True)) if person.is_active else set()
    for duty in STEP_DUTIES["draft_answer"]:
        if duty in duties:
            return duty
    raise Refused("forbidden", _("You may not do this here."))
