"""Duties in the clerk's wards, invitations to them, and the form that invites."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.permissions.invites import (
    appointment_place_of,
    appointments_for,
    end_appointment,
    invite,
    invites_for,
    revoke_invite,
)
from sessions.refusals import Refused
from sessions.text.absolute_addresses import whole_address
from sessions.text.form_values import MOST_ID_DIGITS, posted_number
from sessions.views.planning.entrance import Clerk, for_clerks, show
from sessions.views.planning.people.people_form import InviteForm, place_name


@for_clerks
def people_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST do=invite shows the link, only once; do=revoke revokes an invitation, do=end ends a duty, by its id.

    ?duty= and ?place= are chosen already in the form that invites.
    """
    if request.method == "POST" and request.POST.get("do") in ("revoke", "end"):
        return _take_back(request, clerk)
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


def _take_back(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    row_id = posted_number(request.POST.get("id", ""), most_digits=MOST_ID_DIGITS)
    try:
        if request.POST["do"] == "revoke":
            row = invites_for(clerk.person, clerk.wards).filter(pk=row_id).first()
            if row is None:
                raise Http404
            revoke_invite(row, clerk=clerk.person)
            messages.success(request, _("The link no longer works."))
        else:
            held = appointments_for(clerk.person, clerk.wards).filter(pk=row_id).first()
            if held is None:
                raise Http404
            end_appointment(held, clerk=clerk.person)
            messages.success(request, _("Ended. The person loses access within seconds."))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("planning_people")


def _show(request: HttpRequest, clerk: Clerk, form: InviteForm, *, link: str = "", name: str = "") -> HttpResponse:
    context = {
        "form": form,
        "link": link,
        "invited_name": name,
        "appointments": [
            (held, place_name(appointment_place_of(held))) for held in appointments_for(clerk.person, clerk.wards)
        ],
        "invites": [(row, place_name(appointment_place_of(row))) for row in invites_for(clerk.person, clerk.wards)],
    }
    return show(request, clerk, "people/people", context, is_refused=form.is_bound)
