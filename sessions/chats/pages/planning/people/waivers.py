"""The page on which a clerk lifts the rule about the second person in a ward, in public."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import ward_name
from sessions.city.duties.second_person_words import own_waiver_words
from sessions.city.duties.waivers import waive_independence
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.planning.fields import DayField, PlanningForm
from sessions.city.pages.staff_page import staff_page
from sessions.models import SecondAct, Waiver, WaiverReason
from sessions.platform.refusals import Refused

A_WEEK = timedelta(days=7)


class WaiverForm(PlanningForm):
    act = forms.ChoiceField(
        label=gettext_lazy("What is to be possible"), choices=SecondAct.choices, widget=forms.RadioSelect
    )
    ward = forms.TypedChoiceField(label=gettext_lazy("Ward"), coerce=int)
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=WaiverReason.choices, widget=forms.RadioSelect)
    until_on = DayField(label=gettext_lazy("Last day"), help_text=gettext_lazy("Within 30 days."))

    parts = {"act": "act", "reason": "reason", "until": "until_on"}

    def __init__(self, *args: Any, clerk: Clerk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ward"].choices = [(ward.number, ward_name(ward)) for ward in clerk.wards]  # type: ignore[attr-defined]


@staff_page("planning")
def waivers_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """?act= and ?ward= are chosen already. What is lifted now stands above the form."""
    today = timezone.localdate()
    chosen = {name: request.GET.get(name, "") for name in ("act", "ward")}
    initial = {"until_on": today + A_WEEK, **chosen}
    form = WaiverForm(request.POST if request.method == "POST" else None, clerk=clerk, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            waive_independence(
                clerk.find_ward(given["ward"]),
                act=given["act"],
                reason=given["reason"],
                until_on=given["until_on"],
                clerk=clerk.person,
            )
        except Refused as refused:
            form.refuse(refused, beside="act")
        else:
            messages.success(request, _("Lifted. Everybody reads it in the public ledger."))
            return redirect("planning_waivers")
    rows = Waiver.objects.in_force(today).filter(ward__in=clerk.wards).select_related("ward")
    return show(
        request,
        clerk,
        "chats/planning/people/waivers",
        {"form": form, "waivers": rows, "own_waiver": own_waiver_words()},
        is_refused=form.is_bound,
    )
