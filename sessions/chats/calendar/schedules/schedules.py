"""Sets and ends the rules of wards."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.announcing import require_ask_days
from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.schedules import generation
from sessions.chats.calendar.schedules.draft import ScheduleDraft, facts_of_schedule
from sessions.log import audit
from sessions.log.steps.locks import lock_chats_ahead, lock_ward
from sessions.models import ChatSessionState, Schedule, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@transaction.atomic
def set_schedule(ward: Ward, draft: ScheduleDraft, *, clerk: Person | None, version: int | None = None) -> Schedule:
    """Save a rule that replaces any other from its first day on, and generate the chats of the coming months.

    version: of the ward's last rule as the clerk saw it (None: there was none). Planned chats follow the new rule: they
    stay where it gives the same date, and are cancelled where it does not. Announced chats stay, as people have been
    told. Raises Refused: bad_field (facts: part), stale.
    """
    _require_possible(draft)
    lock_chats_ahead([ward])
    lock_ward(ward)
    replaced = list(ward.schedules.reaching(draft.from_on).order_by("-from_on"))
    _require_seen(ward, version)
    schedule = _create(ward, draft, version=(version or 0) + 1)
    before = facts_of_schedule(replaced[0]) if replaced else None
    for old in replaced:
        _end(old, before_on=draft.from_on)
    audit.note("schedule", schedule.pk, ward=ward, clerk=clerk, before=before, after=facts_of_schedule(schedule))
    generation.take_over(schedule, replaced, clerk=clerk)
    generation.plan_ahead(schedule, now=timezone.now())
    return schedule


@transaction.atomic
def end_schedule(schedule: Schedule, *, last_on: date, version: int, clerk: Person | None) -> Schedule:
    """End a rule after a day. Planned chats after it are cancelled. Raises Refused stale."""
    lock_chats_ahead([schedule.ward])
    lock_ward(schedule.ward)
    _require_seen(schedule.ward, version)
    schedule = Schedule.objects.select_related("ward").get(pk=schedule.pk)
    before = facts_of_schedule(schedule)
    if last_on < schedule.from_on:
        schedule.is_active = False
    else:
        schedule.to_on = last_on
    schedule.version += 1
    schedule.save()
    audit.note(
        "schedule", schedule.pk, ward=schedule.ward, clerk=clerk, before=before, after=facts_of_schedule(schedule)
    )
    planned = schedule.chat_sessions.filter(state=ChatSessionState.PLANNED, planned_on__gt=last_on)
    generation.cancel_unplanned(planned, clerk=clerk)
    return schedule


def _require_possible(draft: ScheduleDraft) -> None:
    draft.as_plan()
    require_ask_days(draft.ask_days)
    if draft.from_on < timezone.localdate():
        raise Refused("bad_field", _("That day is past. Let the rule begin today or later."), facts={"part": "from"})


def _create(ward: Ward, draft: ScheduleDraft, *, version: int) -> Schedule:
    return Schedule.objects.create(
        ward=ward,
        rule=str(parse_rule(draft.rule)),
        at=draft.at,
        minutes=draft.minutes,
        ask_days=draft.ask_days,
        on_closed=draft.on_closed,
        from_on=draft.from_on,
        to_on=draft.to_on,
        version=version,
    )


def _require_seen(ward: Ward, version: int | None) -> None:
    last = ward.schedules.order_by("-version").first()
    if (last.version if last is not None else None) != version:
        facts = facts_of_schedule(last) | {"version": last.version} if last is not None else {}
        raise Refused("stale", _("Somebody has changed this ward's rule meanwhile. Look at it again."), facts=facts)


def _end(schedule: Schedule, *, before_on: date) -> None:
    if before_on <= schedule.from_on:
        schedule.is_active = False
    else:
        schedule.to_on = before_on - timedelta(days=1)
    schedule.save()
