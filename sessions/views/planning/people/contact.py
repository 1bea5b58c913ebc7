"""How the office of a ward is reached: the clerk enters what its public page shows."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.contract.limits import MAX_AGENCY_GRAPHEMES
from sessions.models import Ward
from sessions.refusals import Refused
from sessions.text.by_language import as_fields
from sessions.views.planning.entrance import Clerk, for_clerks, show
from sessions.views.planning.fields import LineByLanguage, LineField, PlanningForm
from sessions.wards.contacts import Contact, change_contact

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
        max_graphemes=40,
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "class": "input input--short"}),
    )

    parts = {"phone": "phone"}
    by_language = {"address": ADDRESS, "hours": HOURS}


@for_clerks
def contact_page(request: HttpRequest, clerk: Clerk, number: int) -> HttpResponse:
    """POST replaces all of it."""
    ward = clerk.find_ward(number)
    form = ContactForm(request.POST if request.method == "POST" else None, initial=_initial(ward))
    if form.is_bound and form.is_valid():
        contact = Contact(form.cleaned_data["phone"], form.words_of("address"), form.words_of("hours"))
        try:
            change_contact(ward, contact, clerk=clerk.person)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. The page of the ward shows it."))
            return redirect("planning_contact", number=ward.number)
    return show(request, clerk, "contact", {"form": form, "ward": ward}, is_refused=form.is_bound)


def _initial(ward: Ward) -> dict[str, Any]:
    lines = as_fields("address", ward.office_addresses) | as_fields("hours", ward.office_hours)
    return {"phone": ward.office_phone, **lines}
