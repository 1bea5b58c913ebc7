"""Changes of ward into and out of the clerk's wards, by shown names, and the cool-downs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import ward_name
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.planning.fields import NumberField, PlanningForm
from sessions.city.pages.staff_page import staff_page
from sessions.city.wards.cool_downs import MOST_DAYS, USUAL_DAYS, set_cool_down
from sessions.contract.limits import MOVES_PER_PAGE
from sessions.models import Borough, CoolDown, Move, Ward
from sessions.platform.refusals import Refused

type CoolDownPlace = Ward | Borough


class CoolDownForm(PlanningForm):
    place = forms.ChoiceField(label=gettext_lazy("For"))
    days = NumberField(
        label=gettext_lazy("Days between two ward changes"),
        help_text=gettext_lazy(
            "0: a resident may change ward at any time. In any case nobody takes part in two wards in one month."
        ),
        min_value=0,
        max_value=MOST_DAYS,
    )

    parts = {"days": "days"}

    def __init__(self, *args: Any, places: dict[str, CoolDownPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = places
        choice = self.fields["place"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(key, _name(place)) for key, place in places.items()]

    def clean_place(self) -> CoolDownPlace:
        return self._places[self.cleaned_data["place"]]


@staff_page("planning")
def moves_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST sets the cool-down of a ward, or of a borough all of whose wards are the clerk's."""
    initial = {"days": USUAL_DAYS}
    places = _places_of(clerk)
    form = CoolDownForm(request.POST if request.method == "POST" else None, places=places, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            set_cool_down(form.cleaned_data["place"], days=form.cleaned_data["days"], clerk=clerk.person)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("planning_moves")
    here = Q(before__in=clerk.wards) | Q(after__in=clerk.wards)
    moves = Move.objects.filter(here, before__isnull=False).select_related("person", "before", "after")
    page = Paginator(moves, MOVES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "moves": page.object_list, "set": _set_for(clerk), "usual": USUAL_DAYS}
    return show(request, clerk, "chats/planning/people/moves", context, is_refused=form.is_bound)


def _places_of(clerk: Clerk) -> dict[str, CoolDownPlace]:
    """The places that the clerk may set it for, whole boroughs first."""
    own = {ward.pk for ward in clerk.wards}
    boroughs = Borough.objects.filter(wards__in=own).exclude(wards__in=Ward.objects.exclude(pk__in=own)).distinct()
    places: dict[str, CoolDownPlace] = {f"borough-{borough.pk}": borough for borough in boroughs}
    return places | {f"ward-{ward.number}": ward for ward in clerk.wards}


def _set_for(clerk: Clerk) -> list[tuple[str, int]]:
    """The cool-downs that are set for the clerk's wards and their boroughs."""
    boroughs = {ward.borough_id for ward in clerk.wards if ward.borough_id is not None}
    rows = CoolDown.objects.filter(Q(ward__in=clerk.wards) | Q(borough__in=boroughs))
    rows = rows.select_related("ward", "borough").order_by("ward__number")
    return [(_name(row.ward or row.borough), row.days) for row in rows]


def _name(place: CoolDownPlace | None) -> str:
    if isinstance(place, Ward):
        return ward_name(place)
    return place.name if place is not None else ""
