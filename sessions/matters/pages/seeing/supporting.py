""" "Me too", "also here" and "fixed?": what people other than its author say about a complaint or suggestion."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sessions.city.places.place_form import PlaceChoice, allow_location, empty_place, place_context, read_place_choice
from sessions.matters.pages.lodging.shown_form import signed_in_person
from sessions.matters.pages.seeing.matter_page import find_public
from sessions.matters.resolving.verdicts import give_verdict
from sessions.matters.supporting.support import SUPPORTED_STATES, read_rounded_point, support_matter, take_support_back
from sessions.models import Matter
from sessions.platform.pages.save_data import saves_data
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@require_POST
def support(request: HttpRequest, matter_number: str) -> HttpResponse:
    """Take a step of support from a form.

    do: me_too, take_back or verdict; lat and lon: "also here". Then back to its page, which says what happened.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("matter", args=[matter_number]))
    matter = find_public(matter_number)
    try:
        messages.success(request, _do(request, matter, request.user))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("matter", matter.number)


def _do(request: HttpRequest, matter: Matter, person: Person) -> str:
    """What is said of it then. Raises Refused."""
    match request.POST.get("do"):
        case "take_back":
            take_support_back(matter.pk, person)
            return _("You have taken it back.")
        case "verdict":
            words = request.POST.get("text", "")
            give_verdict(matter.pk, request.POST.get("verdict", ""), person=person, words=words)
            return _("Thank you. Your answer is saved.")
    lat, lon = read_rounded_point(request.POST.get("lat", ""), request.POST.get("lon", ""))
    support_matter(matter.pk, person, lat=lat, lon=lon)
    return _("Thank you. You are counted once, and nobody is told who you are.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def also_here(request: HttpRequest, matter_number: str) -> HttpResponse:
    """A place where it is so, too, for the office alone; a press on the map shows the page again."""
    person = signed_in_person(request)
    if person is None:
        return redirect_to_login(reverse("also_here", args=[matter_number]))
    matter = find_public(matter_number)
    if matter.state not in SUPPORTED_STATES:
        messages.error(request, _("That cannot be done with this complaint or suggestion now."))
        return redirect("matter", matter.number)
    choice = read_place_choice(request.POST, matter.ward) if request.method == "POST" else empty_place(matter.ward)
    if request.method != "POST" or choice.was_map_pressed or choice.errors:
        return _ask_place(request, matter, choice)
    return _support_at(request, matter, person, choice)


def _support_at(request: HttpRequest, matter: Matter, person: Person, choice: PlaceChoice) -> HttpResponse:
    if choice.point is None:
        return _ask_place(request, matter, choice, _("Press the place on the map, or choose a landmark."))
    try:
        lat, lon = read_rounded_point(f"{choice.point.lat}", f"{choice.point.lon}")
        support_matter(matter.pk, person, lat=lat, lon=lon)
    except Refused as refused:
        return _ask_place(request, matter, choice, str(refused.message))
    messages.success(request, _("Thank you. The office sees that it is so there, too."))
    return redirect("matter", matter.number)


def _ask_place(request: HttpRequest, matter: Matter, choice: PlaceChoice, error: str = "") -> HttpResponse:
    context = {"matter": matter, "error": error, "place": place_context(choice, saves_data=saves_data(request))}
    is_refused = bool(error or (choice.errors and not choice.was_map_pressed))
    response = render(
        request,
        "sessions/matters/also_here.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else 200,
    )
    return allow_location(response)
