"""Access to pages: asks the permissions, and answers a refusal by the sign-in page, a 403 or a 404."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.city.pages.not_allowed import show_not_allowed
from sessions.city.people.second_factor import is_proven
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

Page = Callable[..., HttpResponse]


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
            return render(request, "sessions/chats/planning/no_wards.html", status=HTTPStatus.CONFLICT)
        case _:
            return show_not_allowed(request, refused)
