"""Access to pages: asks the permissions, and answers a refusal by the sign-in page, a 403 or a 404.

A chat that was never announced has no room: its page shows its date, as the calendar does.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.calendar.public.entries import occasions_of
from sessions.models import ChatSession, Stream
from sessions.people import Person
from sessions.permissions.access import Admission, admit, require_desk_reader
from sessions.permissions.second_factor import is_proven
from sessions.refusals import Refused
from sessions.views.access.not_allowed import show_not_allowed

LivePage = Callable[[HttpRequest, UUID, Admission], HttpResponse]
Page = Callable[..., HttpResponse]


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
    return render(request, "sessions/calendar/not_announced.html", {"occasion": occasion})


def desk_readers(page: LivePage) -> LivePage:
    """To be used inside of admitted(DESK): refuse people who may only answer when they are called."""

    @wraps(page)
    def enter(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
        try:
            require_desk_reader(admission)
        except Refused as refused:
            return turn_away(request, refused)
        return page(request, chat_session_id, admission)

    return enter


def for_staff(enter_as: Callable[[Person | None, bool], object]) -> Callable[[Page], Page]:
    """For pages of people with a duty: call the page with what enter_as answers about the requesting person.

    enter_as: gets the person, or None without an account, and whether their second factor is proven. It raises Refused
    for everybody else: they are asked to sign in, or refused.
    """

    def decorate(page: Page) -> Page:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def enter(request: HttpRequest, **given: Any) -> HttpResponse:
            person = None if isinstance(request.user, AnonymousUser) else request.user
            try:
                reader = enter_as(person, is_proven(request.session))
            except Refused as refused:
                return turn_away(request, refused)
            return page(request, reader, **given)

        return enter

    return decorate


def turn_away(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The response to a refusal. Raises Http404."""
    match refused.code:
        case "sign_in" | "second_factor":
            return redirect(f"{reverse(refused.code)}?{urlencode({'next': request.path})}")
        case "not_found":
            raise Http404(str(refused.message))
        case "no_wards":
            return render(request, "sessions/planning/no_wards.html", status=HTTPStatus.CONFLICT)
        case _:
            return show_not_allowed(request, refused)
