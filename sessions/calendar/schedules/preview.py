"""What a rule that a clerk asks for would bring, before it is saved."""

from dataclasses import dataclass

from sessions.calendar.lifecycle.closed_days import span_of
from sessions.calendar.rules.holiday_suggestions import HolidaySuggestion, find_holidays_on
from sessions.calendar.rules.preview import Previewed, preview_next
from sessions.calendar.schedules.draft import ScheduleDraft
from sessions.models import ChatSessionState, Closure, ClosureKind, Ward

COUNT = 12


@dataclass(frozen=True, slots=True)
class PreviewedDate:
    """One date to come. holiday: one of the State's that falls on it and is not closed, for the clerk to think of."""

    previewed: Previewed
    holiday: HolidaySuggestion | None = None


def foresee_dates(ward: Ward, draft: ScheduleDraft, *, count: int = COUNT) -> list[PreviewedDate]:
    """The next dates, each placed beside what is closed, frozen and taken in the ward now.

    What other rules have only planned from its first day on will follow this one, and takes no day from it. Raises
    Refused bad_field, as Wanted.as_plan.
    """
    plan = draft.as_plan()
    closures = list(Closure.objects.for_ward(ward))
    staying = ward.chat_sessions.taking_time().exclude(
        state=ChatSessionState.PLANNED, schedule__isnull=False, planned_on__gte=draft.from_on
    )
    dates = preview_next(
        plan,
        from_on=draft.from_on,
        count=count,
        closed=[span_of(each) for each in closures if each.kind == ClosureKind.CLOSED],
        freezes=[span_of(each) for each in closures if each.kind == ClosureKind.FREEZE],
        taken={chat_session.day for chat_session in staying.select_related("schedule")},
    )
    holidays = {each.on: each for each in find_holidays_on([date.placed.on for date in dates])}
    return [
        PreviewedDate(each, holidays.get(each.placed.on) if not each.placed.is_suspended else None) for each in dates
    ]
