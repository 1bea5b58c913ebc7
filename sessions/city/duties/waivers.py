"""Lift the rule about the second person for one kind of act in a ward, through a day, for a reason that all read."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.duties.events import clerks_name
from sessions.log import audit
from sessions.log.events.staff import IndependenceWaived
from sessions.log.months.current import append_to_month
from sessions.log.steps.steps import actor
from sessions.models import Appointment, Duty, SecondAct, Waiver, WaiverReason, Ward
from sessions.models.wards.office import place_code
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

LONGEST_WAIVER = timedelta(days=30)


@transaction.atomic
def waive_independence(ward: Ward, *, act: str, reason: str, until_on: date, clerk: Person) -> Waiver:
    """Let those with the duty be the second person in this ward from now through a day, and tell the public log.

    For whom it counts only later, or not at all: independence.py.

    Raises Refused: forbidden (no clerk of the ward), bad_field (facts: part).
    """
    today = timezone.localdate()
    if not Appointment.objects.held_on(today).covering(ward).filter(person=clerk, duty=Duty.CLERK).exists():
        raise Refused("forbidden", _("Only a clerk of this ward can lift this."))
    if act not in SecondAct:
        raise Refused("bad_field", _("Choose what is to be possible."), facts={"part": "act"})
    if reason not in WaiverReason:
        raise Refused("bad_field", _("Choose one of the reasons."), facts={"part": "reason"})
    if not today <= until_on <= today + LONGEST_WAIVER:
        raise Refused("bad_field", _("Choose a day from today on, within 30 days."), facts={"part": "until"})
    waiver = Waiver.objects.create(ward=ward, act=act, reason=reason, made_by=clerk, made_on=today, until_on=until_on)
    event = IndependenceWaived(
        act=act,
        reason=reason,
        until_on=until_on.isoformat(),
        place=place_code(ward, None),
        by=clerks_name(clerk, timezone.now()),
    )
    append_to_month(ward, event, actor=actor("clerk", clerk))
    facts = {"act": act, "waiver_reason": reason, "to": until_on.isoformat()}
    audit.note("waiver", waiver.pk, ward=ward, clerk=clerk, before=None, after=facts)
    return waiver
