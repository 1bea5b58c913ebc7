"""Live pages of a chat: admission to those of its room, and what all show of a chat that was never announced.

Such a chat has no room: its page shows its date, as the calendar does.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sessions.chats.calendar.public.entries import occasions_of
from sessions.city.pages.staff_page import turn_away
from sessions.city.people.access import ROOM_DOOR, admit
from sessions.city.people.second_factor import is_proven
from sessions.models import ChatSession, Stream
from sessions.platform.refusals import Refused

Page = Callable[..., HttpResponse]


def room_page(page: Page) -> Page:
    """Call the page with the requesting user's admission to the room."""

    @wraps(page)
    def enter(request: HttpRequest, chat_session_id: UUID) -> HttpResponse:
        try:
            admission = admit(
                account_id=request.user.pk,
                chat_session_id=chat_session_id,
                door=ROOM_DOOR,
                is_proven=is_proven(request.session),
            )
        except Refused as refused:
            return turn_away(request, refused)
        return once_announced(page)(request, chat_session_id=chat_session_id, admission=admission)

    return enter


def once_announced(page: Page) -> Page:
    """Show the date where the chat has no streams yet."""

    @wraps(page)
    def show(request: HttpRequest, *, chat_session_id: UUID, **given: Any) -> HttpResponse:
        try:
            return page(request, chat_session_id=chat_session_id, **given)
        except Stream.DoesNotExist:
            return show_date(request, chat_session_id)

    return show


def show_date(request: HttpRequest, chat_session_id: UUID) -> HttpResponse:
    """The page in place of a room: the planned date, or that it was cancelled before it was announced."""
    [occasion] = occasions_of(ChatSession.objects.filter(pk=chat_session_id))
    return render(request, "sessions/site/calendar/not_announced.html", {"occasion": occasion})
