"""Duties in the clerk's wards, invitations to them, and the form that invites."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.conflicts import left_without_moderator
from sessions.chats.pages.planning.people.people_form import InviteForm, place_name
from sessions.city.display import ward_name
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.invites import (
    appointment_place_of,
    appointments_for,
    end_appointment,
    invite,
    invites_for,
    revoke_invite,
)
from sessions.city.people.restoring import restorable_by, restore_appointment
from sessions.models import Appointment, ChatSession, ChatSessionState, Duty
from sessions.platform.refusals import Refused
from sessions.platform.text.absolute_addresses import whole_address
from sessions.platform.text.form_values import MOST_ID_DIGITS, posted_number
from sessions.platform.text.spoken.lists import join_with_commas


@staff_page("planning")
def people_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST do=invite shows the link, only once; do=revoke revokes an invitation, by its id. do=end asks first, and ends
    a duty where sure=yes; do=restore gives it back, by the id of the change that ended it.

    ?duty= and ?place= are chosen already in the form that invites.
    """
    match request.POST.get("do") if request.method == "POST" else None:
        case "revoke":
            return _take(_revoke, request, clerk)
        case "end":
            return _end(request, clerk)
        case "restore":
            return _take(_restore, request, clerk)
    chosen = {name: request.GET.get(name, "") for name in ("duty", "place")}
    form = InviteForm(request.POST if request.method == "POST" else None, clerk=clerk, chosen=chosen)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            invited = invite(
                clerk.person,
                name=given["name"],
                duty=given["duty"],
                place=form.chosen_place,
                from_on=given["from_on"],
                to_on=given["to_on"],
            )
        except Refused as refused:
            form.refuse(refused, beside="name")
        else:
            link = whole_address(request, reverse("invite", args=[invited.token]))
            return _show(request, clerk, InviteForm(clerk=clerk), link=link, name=invited.invite.name)
    return _show(request, clerk, form)


def _end(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    held = appointments_for(clerk.person, clerk.wards).filter(pk=_posted_id(request)).first()
    if held is None:
        raise Http404
    if request.POST.get("sure") == "yes":
        return _take(lambda _request, _clerk: _end_now(held, clerk), request, clerk)
    wards = [ward for ward in clerk.wards if held.covers(ward)]
    live = ChatSession.objects.filter(state=ChatSessionState.LIVE, ward__in=wards).select_related("ward")
    context = {
        "appointment": held,
        "place": place_name(appointment_place_of(held)),
        "live": join_with_commas([ward_name(each.ward) for each in live.order_by("ward__number")]),
        "left": left_without_moderator(held, wards) if held.duty == Duty.MODERATOR else [],
    }
    return show(request, clerk, "chats/planning/people/end_role", context)


def _take(act: Callable[[HttpRequest, Clerk], str], request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """act gives what it has done, in words."""
    try:
        messages.success(request, act(request, clerk))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("planning_people")


def _end_now(held: Appointment, clerk: Clerk) -> str:
    end_appointment(held, clerk=clerk.person)
    return _("Ended. The person loses access within seconds. For a day you can give the role back below.")


def _revoke(request: HttpRequest, clerk: Clerk) -> str:
    row = invites_for(clerk.person, clerk.wards).filter(pk=_posted_id(request)).first()
    if row is None:
        raise Http404
    revoke_invite(row, clerk=clerk.person)
    return _("The link no longer works.")


def _restore(request: HttpRequest, clerk: Clerk) -> str:
    restore_appointment(_posted_id(request), clerk=clerk.person)
    return _("Given back: the role is as it was before.")


def _posted_id(request: HttpRequest) -> int:
    return posted_number(request.POST.get("id", ""), most_digits=MOST_ID_DIGITS)


def _show(request: HttpRequest, clerk: Clerk, form: InviteForm, *, link: str = "", name: str = "") -> HttpResponse:
    context = {
        "form": form,
        "link": link,
        "invited_name": name,
        "ended": [(each, Duty(each.duty).label, place_name(each.place)) for each in restorable_by(clerk.person)],
        "appointments": [
            (held, place_name(appointment_place_of(held))) for held in appointments_for(clerk.person, clerk.wards)
        ],
        "invites": [(row, place_name(appointment_place_of(row))) for row in invites_for(clerk.person, clerk.wards)],
    }
    return show(request, clerk, "chats/planning/people/people", context, is_refused=form.is_bound)
