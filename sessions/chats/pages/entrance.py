"""Access to the live pages of a chat: the room's, the desk's and the floor's.

A chat that was never announced has no room: its page shows its date, as the calendar does.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sessions.chats.calendar.public.entries import occasions_of
from sessions.city.pages.entrance import turn_away
from sessions.city.people.access import Admission, admit, require_desk_reader
from sessions.city.people.second_factor import is_proven
from sessions.models import ChatSession, Stream
from sessions.platform.refusals import Refused

LivePage = Callable[[HttpRequest, UUID, Admission], HttpResponse]


def admitted(door: str) -> Callable[[LivePage], Callable[[HttpRequest, UUID], HttpResponse]]:
    """Call the page with the requesting user's admission. door: ROOM or DESK, the kind of page."""

    def decorate(page: LivePage) -> Callable[[HttpRequest, UUID], HttpResponse]:
        @wraps(page)
        def enter(request: HttpRequest, chat_session_id: UUID) -> HttpResponse:
            try:
                admission = admit(
                    account_id=request.user.pk,
                    chat_session_id=chat_session_id,
                    door=door,
                    is_proven=is_proven(request.session),
                )
            except Refused as refused:
                return turn_away(request, refused)
            try:
                return page(request, chat_session_id, admission)
            except Stream.DoesNotExist:
                return show_date(request, chat_session_id)

        return enter

    return decorate


def show_date(request: HttpRequest, chat_session_id: UUID) -> HttpResponse:
    """The page in place of a room: the planned date, or that it was cancelled before it was announced."""
    [occasion] = occasions_of(ChatSession.objects.filter(pk=chat_session_id))
    return render(request, "sessions/site/calendar/not_announced.html", {"occasion": occasion})


def desk_readers(page: LivePage) -> LivePage:
    """Refuse people who may only answer when they are called. To be used inside of admitted(DESK)."""

    @wraps(page)
    def enter(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
        try:
            require_desk_reader(admission)
        except Refused as refused:
            return turn_away(request, refused)
        return page(request, chat_session_id, admission)

    return enter
