"""Previews the dates of a draft before it is saved."""

from dataclasses import dataclass

from sessions.chats.calendar.rules.holiday_suggestions import HolidaySuggestion, find_holidays_on
from sessions.chats.calendar.rules.preview import Previewed, preview_next
from sessions.chats.calendar.schedules.busy_days import busy_days_of
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.models import ChatSessionState, Ward

COUNT = 12


@dataclass(frozen=True, slots=True)
class PreviewedDate:
    """One future date. holiday: a State holiday on it that is not closed, for the clerk to consider."""

    previewed: Previewed
    holiday: HolidaySuggestion | None = None


def foresee_dates(ward: Ward, draft: ScheduleDraft, *, count: int = COUNT) -> list[PreviewedDate]:
    """The next dates, each placed by the ward's closed, frozen and taken days as they are now.

    Chats that other rules have only planned from the draft's first day on would follow it, so they take no day from
    it. Raises Refused bad_field as ScheduleDraft.as_plan does.
    """
    plan = draft.as_plan()
    staying = ward.chat_sessions.taking_time().exclude(
        state=ChatSessionState.PLANNED, schedule__isnull=False, planned_on__gte=draft.from_on
    )
    dates = preview_next(
        plan,
        from_on=draft.from_on,
        count=count,
        busy=busy_days_of(ward, staying),
    )
    holidays = {each.on: each for each in find_holidays_on([date.placed.on for date in dates])}
    return [
        PreviewedDate(each, holidays.get(each.placed.on) if not each.placed.is_suspended else None) for each in dates
    ]
