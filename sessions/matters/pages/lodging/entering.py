"""The page on which a clerk writes down what somebody says by phone, in a letter or at the counter."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.city.pages.entrance import turn_away
from sessions.city.people.second_factor import is_proven
from sessions.city.people.ward_staff import WardDuties, admit_ward_staff
from sessions.city.places.place_form import allow_location
from sessions.matters.lodging.by_clerk import SOURCES, enter_for, entered_lately
from sessions.matters.pages.lodging.conversation import slip_context
from sessions.matters.pages.lodging.form import Filled, begin_filled, find_ward, read_filled
from sessions.matters.pages.lodging.kept_photos import Photos, read_photos
from sessions.matters.pages.lodging.shown_form import form_context, signed_in_person
from sessions.models import Duty, MatterSource, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

ENTERING_DUTIES = (Duty.CLERK, Duty.MODERATOR)
Page = Callable[..., HttpResponse]


def for_entering(page: Page) -> Page:
    """Call the page with a person who may enter, and with their duties."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def enter(request: HttpRequest, **given: Any) -> HttpResponse:
        person = signed_in_person(request)
        try:
            duties = admit_ward_staff(person, ENTERING_DUTIES, is_proven=is_proven(request.session))
            assert person is not None, "nobody has a duty without an account"
            return page(request, person, duties, **given)
        except Refused as refused:
            return turn_away(request, refused)

    return enter


@for_entering
def enter_matter(request: HttpRequest, person: Person, duties: WardDuties) -> HttpResponse:
    """POST lodges it; a press on the map shows the form again."""
    wards = list(Ward.objects.filter(pk__in=duties.with_any(ENTERING_DUTIES)))
    if request.method != "POST":
        ward = find_ward(request.GET.get("ward", ""))
        chosen = ward if ward in wards else wards[0]
        return _show(request, begin_filled(None, Photos(), ward=chosen, kind=""), wards)
    filled = read_filled(request, read_photos(request, person))
    wants_form = request.POST.get("do") == "ward" or "remove_photo" in request.POST
    if wants_form or (filled.place is not None and filled.place.was_map_pressed):
        filled.is_checked = False
        return _show(request, filled, wards)
    if not filled.is_valid:
        return _show(request, filled, wards, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    lodged = filled.lodged(author=None, entered_by=person, source=request.POST.get("source", ""))
    consented, read_back = (request.POST.get(name) == "on" for name in ("consented", "read_back"))
    try:
        matter = enter_for(lodged, duties, consented=consented, read_back=read_back)
    except Refused as refused:
        filled.refusal = refused
        return _show(request, filled, wards, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("entered_matter", matter.number)


@for_entering
def entered_matter(request: HttpRequest, person: Person, _duties: WardDuties, number: str) -> HttpResponse:
    """The receipt, large, to be read out, written down or printed: for this clerk, and for some hours."""
    matter = entered_lately(person, number)
    return render(request, "sessions/matters/lodging/entered.html", slip_context(request, matter))


def _show(request: HttpRequest, filled: Filled, wards: list[Ward], *, status: int = 200) -> HttpResponse:
    refusal = filled.refusal
    context = form_context(request, filled) | {
        "wards": wards,
        "sources": [(each.value, MatterSource(each).label) for each in SOURCES],
        "source": request.POST.get("source", MatterSource.PHONE),
        "consented": request.POST.get("consented") == "on",
        "read_back": request.POST.get("read_back") == "on",
        "wrong": refusal.facts.get("part", refusal.code) if refusal is not None else "",
    }
    return allow_location(render(request, "sessions/matters/lodging/enter.html", context, status=status))
