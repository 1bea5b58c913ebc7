"""Projects a ward's dates beyond the generated ones, for pages; saves nothing."""

from datetime import date, timedelta

from sessions.chats.calendar.public.entries import Occasion, occasion_of
from sessions.chats.calendar.rules.rule import dates_between
from sessions.chats.calendar.schedules.draft import draft_of
from sessions.chats.calendar.schedules.generation import chat_session_of, preview
from sessions.models import Closure, Schedule, Ward


def expected_occasions(ward: Ward, *, today: date, before_on: date) -> list[Occasion]:
    """The entries that the ward's rules give after the planned ones, up to before_on (excluded)."""
    freezes = list(Closure.objects.freezes().for_ward(ward))
    chat_sessions = [
        chat_session_of(schedule, each)
        for schedule in ward.schedules.reaching(today).select_related("ward").order_by("from_on")
        for each in preview(schedule, _dates_beyond(schedule, today, before_on))
    ]
    return [occasion_of(chat_session, freezes) for chat_session in chat_sessions]


def _dates_beyond(schedule: Schedule, today: date, before_on: date) -> list[date]:
    from_on = max(schedule.from_on, today, (schedule.planned_to or date.min) + timedelta(days=1))
    if schedule.to_on is not None:
        before_on = min(before_on, schedule.to_on + timedelta(days=1))
    if from_on >= before_on:
        return []
    plan = draft_of(schedule).as_plan()
    return dates_between(plan.rule, from_on=from_on, before_on=before_on, anchor_on=plan.anchor_on)
