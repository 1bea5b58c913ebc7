"""The conflicts of the calendar, each with a link to the page where the clerk can resolve it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.conflicts import Conflict, ConflictKind, find_conflicts_in, with_chat_sessions
from sessions.city.display import clock_time, ward_name, weekday_date
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.models import ChatSession
from sessions.platform.text.spoken.lists import join_with_commas


@dataclass(frozen=True, slots=True)
class ConflictInWords:
    """A conflict in words. mend: the text of the link to the page that resolves it."""

    chat_session: ChatSession
    what: str
    beside: list[str]
    mend: str
    address: str


@staff_page("planning")
def conflicts_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    found = [in_words(conflict) for conflict in with_chat_sessions(find_conflicts_in(clerk.wards))]
    return show(request, clerk, "chats/planning/dates/conflicts", {"conflicts": found, "conflict_count": len(found)})


def in_words(conflict: Conflict) -> ConflictInWords:
    chat_session = conflict.chat_session
    to_chat = reverse("planning_chat", args=[chat_session.pk])
    to_hosts = reverse("planning_hosts", args=[chat_session.ward.number])
    match conflict.kind:
        case ConflictKind.NO_DATE:
            what, mend, address = _("It waits for a date."), _("Choose a date"), to_chat
        case ConflictKind.NO_HOST:
            what = _("Nobody holds the ward’s office on that day.")
            mend, address = _("Enter who hosts it"), to_hosts
        case ConflictKind.NO_MODERATOR:
            what = _("Nobody can review its questions: no moderator is appointed, or their account is disabled.")
            mend, address = _("Move it, or have a moderator appointed"), to_chat
        case ConflictKind.TOO_FEW_MODERATORS:
            what = _("Too few moderators at this time: other chats run as well.")
            mend, address = _("Move it"), to_chat
        case ConflictKind.SAME_WARD:
            what, mend, address = _("The ward has another chat at that time."), _("Move it"), to_chat
        case ConflictKind.CLOSED_DAY:
            what, mend, address = _("It falls on a closed day."), _("Move it"), to_chat
    beside = [join_with_commas([ward_name(other.ward), _when(other)]) for other in conflict.beside]
    return ConflictInWords(chat_session, what, beside, mend, address)


def _when(chat_session: ChatSession) -> str:
    return join_with_commas([weekday_date(chat_session.day), clock_time(chat_session.starts_at)])
