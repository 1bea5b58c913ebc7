"""How the office of a ward or of a borough is reached: the clerk enters what its public page shows."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import ward_name
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.planning.fields import LineByLanguage, LineField, PlanningForm
from sessions.city.pages.staff_page import staff_page
from sessions.city.wards.contacts import OfficeContact, change_contact
from sessions.contract.limits import MAX_AGENCY_GRAPHEMES, MAX_OFFICE_PHONE_GRAPHEMES, MAX_OFFICE_PHONE_LENGTH
from sessions.models import Borough, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import as_fields
from sessions.platform.text.direction.isolating import isolate

ADDRESS = LineByLanguage(
    label=gettext_lazy("Address of the office in {language}"), max_graphemes=MAX_AGENCY_GRAPHEMES, is_required=False
)
HOURS = LineByLanguage(
    label=gettext_lazy("Office hours in {language}"), max_graphemes=MAX_AGENCY_GRAPHEMES, is_required=False
)


class ContactForm(PlanningForm):
    phone = LineField(
        label=gettext_lazy("Telephone of the office"),
        help_text=gettext_lazy("The office’s own number, never a private one: everybody reads it."),
        max_graphemes=MAX_OFFICE_PHONE_GRAPHEMES,
        max_length=MAX_OFFICE_PHONE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "class": "input input--short"}),
    )

    parts = {"phone": "phone"}
    by_language = {"address": ADDRESS, "hours": HOURS}


@staff_page("planning")
def ward_contact_page(request: HttpRequest, clerk: Clerk, number: int) -> HttpResponse:
    ward = clerk.find_ward(number)
    return _contact_page(request, clerk, ward, shown_at=reverse("ward", args=[ward.number]))


@staff_page("planning")
def borough_contact_page(request: HttpRequest, clerk: Clerk, borough_code: str) -> HttpResponse:
    borough = clerk.find_borough(borough_code)
    return _contact_page(request, clerk, borough, shown_at=reverse("borough", args=[borough.code]))


def _contact_page(request: HttpRequest, clerk: Clerk, place: Ward | Borough, *, shown_at: str) -> HttpResponse:
    """POST replaces all of it. shown_at: the public page."""
    form = ContactForm(request.POST if request.method == "POST" else None, initial=_initial(place))
    if form.is_bound and form.is_valid():
        contact = OfficeContact(form.cleaned_data["phone"], form.words_of("address"), form.words_of("hours"))
        try:
            change_contact(place, contact, clerk=clerk.person)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. Everybody can read it now."))
            return redirect(request.path)
    name = ward_name(place) if isinstance(place, Ward) else isolate(place.name)
    context = {"form": form, "place_name": name, "shown_at": shown_at}
    return show(request, clerk, "chats/planning/people/contact", context, is_refused=form.is_bound)


def _initial(place: Ward | Borough) -> dict[str, Any]:
    lines = as_fields("address", place.office_addresses) | as_fields("hours", place.office_hours)
    return {"phone": place.office_phone, **lines}
