"""Generates the planned chats of the coming months from the wards' rules."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import DateField, Q
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.chats.calendar.rules.preview import Previewed, preview_dates
from sessions.chats.calendar.rules.rule import dates_between
from sessions.chats.calendar.schedules.busy_days import busy_days_of
from sessions.chats.calendar.schedules.draft import draft_of
from sessions.log import audit
from sessions.log.steps.locks import lock_ward
from sessions.models import ChatSession, ChatSessionState, Schedule
from sessions.models.calendar import ScheduleQuerySet
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.people import Person
from sessions.platform.text.by_language import gettext_lazy as _
from sessions.platform.text.by_language import in_one_text, message_in_every_language

AHEAD = relativedelta(months=3)

OTHER_CHAT = _("the ward has another chat at that time")
RULE_CHANGED = _("The ward’s dates were changed.")
HOUR_CHANGED = _("the hour or the length was changed")


def due_to_plan(now: datetime) -> list[Schedule]:
    """Active rules whose chats of the coming months are not generated yet."""
    today = timezone.localdate(now)
    found: list[Schedule] = _unplanned_query.rows(today=today, horizon=today + AHEAD)
    return found


def _unplanned() -> ScheduleQuerySet:
    is_missing = Q(planned_to=None) | Q(planned_to__lt=Given("horizon", DateField()))
    return Schedule.objects.reaching(Given("today", DateField())).filter(is_missing).select_related("ward")


_unplanned_query = PreparedQuery(_unplanned)


@transaction.atomic
def plan_ahead(schedule: Schedule, *, now: datetime) -> list[ChatSession]:
    """Generate the rule's chats of the coming three months; existing ones stay unchanged.

    Does nothing where the rule was ended or replaced since the caller read it.
    """
    lock_ward(schedule.ward)
    today = timezone.localdate(now)
    current = Schedule.objects.reaching(today).select_related("ward").filter(pk=schedule.pk).first()
    if current is None:
        return []
    schedule, horizon = current, today + AHEAD
    plan = draft_of(schedule).as_plan()
    dates = dates_between(plan.rule, from_on=today, before_on=horizon + timedelta(days=1), anchor_on=plan.anchor_on)
    # Its own chats, and announced ones of an earlier rule for the same date.
    rows = schedule.ward.chat_sessions.filter(planned_on__in=dates)
    kept = rows.filter(Q(schedule=schedule) | Q(announced_at__isnull=False) & ~Q(state=ChatSessionState.CANCELLED))
    known = set(kept.values_list("planned_on", flat=True))
    missing = [day for day in dates if day not in known]
    made = [_put(schedule, each) for each in preview(schedule, missing) if each.starts_at > now]
    Schedule.objects.filter(pk=schedule.pk).update(planned_to=horizon)
    return made


def preview(schedule: Schedule, dates: list[date]) -> list[Previewed]:
    """Preview dates of a ward's rule, each placed by the ward's closed, frozen and taken days as they are now."""
    others = schedule.ward.chat_sessions.taking_time().exclude(schedule=schedule, schedule__isnull=False)
    return preview_dates(draft_of(schedule).as_plan(), dates, busy=busy_days_of(schedule.ward, others))


def chat_session_of(schedule: Schedule, each: Previewed) -> ChatSession:
    """The unsaved chat session for one date of the rule."""
    chat_session = ChatSession(
        ward=schedule.ward, state=ChatSessionState.PLANNED, planned_on=each.placed.planned_on, changed_at=timezone.now()
    )
    _fill(chat_session, schedule, each)
    return chat_session


def take_over(schedule: Schedule, replaced: list[Schedule], *, clerk: Person | None) -> None:
    """Make planned chats follow the new rule."""
    rows = ChatSession.objects.filter(schedule__in=replaced, planned_on__gte=schedule.from_on)
    planned = list(rows.filter(state=ChatSessionState.PLANNED).select_related("ward", "schedule"))
    plan = draft_of(schedule).as_plan()
    until = max((row.planned_on for row in planned if row.planned_on), default=schedule.from_on)
    until = min(until, schedule.to_on or until)
    given = dates_between(
        plan.rule, from_on=schedule.from_on, before_on=until + timedelta(days=1), anchor_on=plan.anchor_on
    )
    kept = {row.planned_on: row for row in planned if row.planned_on in given}
    cancel_unplanned((row for row in planned if row.planned_on not in kept), clerk=clerk)
    for each in preview(schedule, sorted(day for day in kept if day is not None)):
        _fit(kept[each.placed.planned_on], schedule, each)


def cancel_unplanned(planned: Iterable[ChatSession], *, clerk: Person | None) -> None:
    """Cancel chats that the rule no longer gives."""
    reason = in_one_text(message_in_every_language(RULE_CHANGED))
    for chat_session in planned:
        cancel_chat_session(chat_session, reason=reason, by=audit.actor_of(clerk))


def _fit(chat_session: ChatSession, schedule: Schedule, each: Previewed) -> None:
    """Move a planned chat to its date by the new rule; where it changes, the feeds say so."""
    was = (chat_session.starts_at, chat_session.ends_at, chat_session.waits)
    _fill(chat_session, schedule, each)
    if was != (chat_session.starts_at, chat_session.ends_at, chat_session.waits):
        chat_session.sequence += 1
        chat_session.changed_at = timezone.now()
        if not chat_session.move_reasons:
            chat_session.move_reasons = message_in_every_language(HOUR_CHANGED)
    chat_session.save()


def _put(schedule: Schedule, each: Previewed) -> ChatSession:
    others = schedule.ward.chat_sessions.taking_time().filter(starts_at__lt=each.ends_at, ends_at__gt=each.starts_at)
    if others.exists():
        each = replace(each, placed=replace(each.placed, waits=True, because=message_in_every_language(OTHER_CHAT)))
    chat_session = chat_session_of(schedule, each)
    chat_session.save()
    return chat_session


def _fill(chat_session: ChatSession, schedule: Schedule, each: Previewed) -> None:
    chat_session.schedule = schedule
    chat_session.starts_at, chat_session.ends_at = each.starts_at, each.ends_at
    chat_session.ask_from = each.starts_at - timedelta(days=schedule.ask_days)
    chat_session.waits = each.placed.waits
    because = each.placed.because if not each.placed.is_suspended else None
    chat_session.move_reasons = because or {}
