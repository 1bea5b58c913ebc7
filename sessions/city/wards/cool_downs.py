"""The cool-down between two changes of ward, in days: a clerk sets it for a ward, or for all wards of a borough."""

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.log import audit
from sessions.models import Borough, CoolDown, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

USUAL_DAYS = 90
MOST_DAYS = 730


def cool_down_days(*wards: Ward) -> int:
    """The longest cool-down of these wards, in one query. A ward's own takes precedence over its borough's."""
    rows = CoolDown.objects.filter(ward__in=wards) | CoolDown.objects.filter(borough__wards__in=wards)
    by_ward = {row.ward_id: row.days for row in rows if row.ward_id is not None}
    by_borough = {row.borough_id: row.days for row in rows if row.borough_id is not None}
    return max(by_ward.get(ward.pk, by_borough.get(ward.borough_id or 0, USUAL_DAYS)) for ward in wards)


@transaction.atomic
def set_cool_down(place: Ward | Borough, *, days: int, clerk: Person | None) -> None:
    """Set it for later changes of ward and for those already made. Raises Refused bad_field."""
    if not 0 <= days <= MOST_DAYS:
        message = _("Choose a number of days from 0 to {most}.").format(most=MOST_DAYS)
        raise Refused("bad_field", message, facts={"part": "days"})
    wards = [place] if isinstance(place, Ward) else list(place.wards.filter(cool_down=None))
    before = {ward: cool_down_days(ward) for ward in wards}
    if isinstance(place, Ward):
        CoolDown.objects.update_or_create(ward=place, defaults={"days": days})
    else:
        CoolDown.objects.update_or_create(borough=place, defaults={"days": days})
    for ward, was in before.items():
        audit.note("cool_down", ward.number, ward=ward, clerk=clerk, before={"days": was}, after={"days": days})
