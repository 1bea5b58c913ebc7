"""The page on which a clerk writes down what somebody says by phone, in a letter or at the counter."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sessions.city.pages.staff_page import staff_page, turn_away
from sessions.city.people.ward_staff import Staff
from sessions.city.places.place_form import allow_location
from sessions.matters.lodging.by_clerk import SOURCES, enter_for, entered_lately
from sessions.matters.pages.lodging.conversation import slip_context
from sessions.matters.pages.lodging.form import Filled, begin_filled, find_ward, read_filled
from sessions.matters.pages.lodging.kept_photos import Photos, read_photos
from sessions.matters.pages.lodging.shown_form import form_context
from sessions.models import MatterSource, Ward
from sessions.platform.refusals import Refused


@staff_page("entering")
def enter_matter(request: HttpRequest, clerk: Staff) -> HttpResponse:
    """POST lodges it; a press on the map shows the form again."""
    wards = list(Ward.objects.filter(pk__in=clerk.wards))
    if request.method != "POST":
        ward = find_ward(request.GET.get("ward", ""))
        chosen = ward if ward in wards else wards[0]
        return _show(request, begin_filled(None, Photos(), ward=chosen, kind=""), wards)
    filled = read_filled(request, read_photos(request, clerk.person))
    wants_form = request.POST.get("do") == "ward" or "remove_photo" in request.POST
    if wants_form or (filled.place is not None and filled.place.was_map_pressed):
        return _show(request, replace(filled, is_checked=False), wards)
    if filled.new is None:
        return _show(request, filled, wards, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    new = replace(filled.new, entered_by=clerk.person, source=request.POST.get("source", ""))
    consented, read_back = (request.POST.get(name) == "on" for name in ("consented", "read_back"))
    try:
        matter = enter_for(new, clerk.duties, consented=consented, read_back=read_back)
    except Refused as refused:
        return _show(request, replace(filled, refusal=refused), wards, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("entered_matter", matter.number)


@staff_page("entering")
def entered_matter(request: HttpRequest, clerk: Staff, number: str) -> HttpResponse:
    """The receipt, large, to be read out, written down or printed: for this clerk, and for some hours."""
    try:
        matter = entered_lately(clerk.person, number)
    except Refused as refused:
        return turn_away(request, refused)
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
