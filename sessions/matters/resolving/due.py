"""What is due by the clock about complaints and suggestions, carried out ward by ward, once an hour.

A ward is looked at once in each hour of the city's clock, and so at the change of day. What a downtime missed is made
up by the next look. Each part is bounded: where more is to be done, the next second goes on.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.matters.resolving.claims import CLAIMED_STATES
from sessions.matters.resolving.clock.alerts import alert_office
from sessions.matters.resolving.clock.asking_residents import ask_residents, let_lapse
from sessions.matters.resolving.clock.later_holidays import count_anew
from sessions.matters.resolving.clock.next_chat import ask_next_chat
from sessions.matters.resolving.clock.stages import raise_stages
from sessions.matters.resolving.clock.unscreened import alert_moderators
from sessions.models import SCREENED_STATES, WORK_STATES, Matter, MatterClock, Ward
from sessions.platform.database.prepared_query import Given, PreparedQuery

WARDS_AT_ONCE = 4
AT_MOST = 100
"""Steps of one kind in one ward and one tick."""


def carry_out_due_matters(now: datetime) -> list[str]:
    """Answers what was done. Safe to run twice, and in two places at once; one query where nothing is due.

    A ward that fails does not stop the others, and is tried again in the next hour: this raises an ExceptionGroup after
    everything else is done.
    """
    hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    done: list[str] = []
    failures: list[Exception] = []
    for ward in _wards_query.rows(hour=hour)[:WARDS_AT_ONCE]:
        try:
            if _take_turn(ward, now, hour):
                done += look_at(ward, now)
        except Exception as failure:  # noqa: BLE001 -- after any error, the other wards are looked at
            failures.append(failure)
    if failures:
        raise ExceptionGroup("complaints of some wards could not be looked at", failures)
    return done


def look_at(ward: Ward, now: datetime) -> list[str]:
    """Deadlines first, so that nobody is told of a day that a holiday has moved. Nothing is sent in a freeze."""
    today = timezone.localdate(now)
    parts = [
        count_anew(ward, today, at_most=AT_MOST),
        raise_stages(ward, today, at_most=AT_MOST),
        let_lapse(ward, today, at_most=AT_MOST),
    ]
    is_full = any(len(part) >= AT_MOST for part in parts)
    if not is_full and freeze_on(ward, today) is None:
        parts += [
            ask_next_chat(ward, today, at_most=AT_MOST),
            ask_residents(ward, now, at_most=AT_MOST),
            alert_office(ward, today),
            alert_moderators(ward, now),
        ]
        is_full = any(len(part) >= AT_MOST for part in parts)
    if is_full:
        MatterClock.objects.filter(ward=ward).update(looked_at=None)
    return [line for part in parts for line in part]


@transaction.atomic
def _take_turn(ward: Ward, now: datetime, hour: datetime) -> bool:
    """Whether this clock is the one that looks at the ward in this hour."""
    MatterClock.objects.get_or_create(ward=ward)
    clock = MatterClock.objects.select_for_update().get(ward=ward)
    if clock.looked_at is not None and clock.looked_at >= hour:
        return False
    clock.looked_at = now
    clock.save(update_fields=["looked_at"])
    return True


_looked_at_states = (*SCREENED_STATES, *WORK_STATES, *CLAIMED_STATES)

_wards_query = PreparedQuery(
    lambda: Ward.objects.filter(
        Exists(Matter.objects.filter(ward=OuterRef("pk"), state__in=_looked_at_states)),
        ~Exists(MatterClock.objects.filter(ward=OuterRef("pk"), looked_at__gte=Given("hour", DateTimeField()))),
    )
)
