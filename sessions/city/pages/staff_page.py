"""Pages of staff: @staff_page(name) admits people with the duties of permissions.PAGE_DUTIES, and turns others away."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.city.pages.planning.clerk import Clerk
from sessions.city.people.access import DESK_DOOR, Admission, admit, require_desk_reader
from sessions.city.people.permissions import PAGE_DUTIES, DutyScope
from sessions.city.people.planning import admit_clerk
from sessions.city.people.second_factor import is_proven
from sessions.city.people.ward_staff import Staff, admit_staff, admit_staff_of
from sessions.models import Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

Page = Callable[..., HttpResponse]


def staff_page(name: str) -> Callable[[Page], Page]:
    """Call a view with what its scope gives: an Admission (by name), a Clerk or Staff (after the request).

    name: one of permissions.PAGE_DUTIES. Visitors are asked to sign in, people without proof for their second factor.
    """

    def decorate(page: Page) -> Page:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def enter(request: HttpRequest, **given: Any) -> HttpResponse:
            try:
                reader = _admit_to(name, request, given)
            except Refused as refused:
                return turn_away(request, refused, page=name)
            if isinstance(reader, Admission):
                return page(request, admission=reader, **given)
            return page(request, reader, **given)

        return enter

    return decorate


def _admit_to(name: str, request: HttpRequest, given: dict[str, Any]) -> Admission | Clerk | Staff:
    """given: what the address names. Raises Refused, and Http404 for a record that there is not."""
    person: Person | None = None if isinstance(request.user, AnonymousUser) else request.user
    has_proof = is_proven(request.session)
    match PAGE_DUTIES[name].scope:
        case DutyScope.CHAT:
            admission = admit(
                account_id=request.user.pk,
                chat_session_id=given["chat_session_id"],
                door=DESK_DOOR,
                is_proven=has_proof,
            )
            if name == "desk":
                require_desk_reader(admission)
            return admission
        case DutyScope.RECORD:
            ward = get_object_or_404(Ward, chat_sessions__record__slug=given["slug"])
            return admit_staff_of(ward, person, name, is_proven=has_proof)
        case DutyScope.CALENDAR:
            wards = admit_clerk(person, is_proven=has_proof)
            assert person is not None, "nobody plans without an account"
            return Clerk(person, tuple(wards))
    return admit_staff(person, name, is_proven=has_proof)


def turn_away(request: HttpRequest, refused: Refused, *, page: str = "planning") -> HttpResponse:
    """The response to a refusal; page: whose sentence a person without the duty reads. Raises Http404."""
    match refused.code:
        case "sign_in" | "second_factor":
            return redirect(f"{reverse(refused.code)}?{urlencode({'next': request.path})}")
        case "not_found":
            raise Http404(str(refused.message))
        case "no_wards":
            return render(request, "sessions/chats/planning/no_wards.html", status=HTTPStatus.CONFLICT)
    found = request.resolver_match
    assert found is not None, "only a page that was found turns anybody away"
    is_banned, staff = refused.code == "banned", PAGE_DUTIES[page]
    context = {
        "why": refused.message if is_banned else staff.whose,
        "is_banned": is_banned,
        "room": found.kwargs["chat_session_id"] if staff.scope == DutyScope.CHAT else None,
    }
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)
