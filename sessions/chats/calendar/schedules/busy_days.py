"""The days of a ward on which a date of its rule cannot take place, as they are now."""

from sessions.chats.calendar.lifecycle.closed_days import span_of
from sessions.chats.calendar.rules.placing import BusyDays
from sessions.models import Closure, ClosureKind, Ward
from sessions.models.chat_session import ChatSessionQuerySet


def busy_days_of(ward: Ward, others: ChatSessionQuerySet) -> BusyDays:
    """Find the days on which the ward is busy.

    others: the ward's chat sessions that the rule did not give, and that keep their days.
    """
    closures = list(Closure.objects.for_ward(ward))
    return BusyDays(
        closed=[span_of(each) for each in closures if each.kind == ClosureKind.CLOSED],
        freezes=[span_of(each) for each in closures if each.kind == ClosureKind.FREEZE],
        taken={chat_session.day for chat_session in others.select_related("schedule")},
    )
