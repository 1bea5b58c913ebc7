"""The form in which a clerk invites a person to a duty."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import ward_name
from sessions.city.pages.planning.clerk import Clerk
from sessions.city.pages.planning.fields import DayField, LineField, PlanningForm
from sessions.city.people.appointing import AppointmentPlace, appointment_places_of
from sessions.city.people.invites import OFFICE
from sessions.city.people.permissions import CHAIR, MAY_APPOINT
from sessions.contract.limits import MAX_NAME_GRAPHEMES
from sessions.models import Duty

TO_WHAT = {
    OFFICE: gettext_lazy("Councillor, co-ordinator or administrator: answers for the ward’s office"),
    CHAIR: gettext_lazy("Chair of a borough who is not one of its councillors: gets the messages to the chair"),
    Duty.DELEGATE: gettext_lazy("Delegate: answers in the councillor’s place, under their own name"),
    Duty.OFFICIAL: gettext_lazy("Official: answers a question when called to it, for example an engineer"),
    Duty.MODERATOR: gettext_lazy("Moderator: reads every question before it is shown"),
    Duty.CLERK: gettext_lazy("Clerk: plans the calendar, opens and closes, appoints people"),
}


class InviteForm(PlanningForm):
    name = LineField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("For the clerks’ list: a name or a job title. Nobody else sees it."),
        max_graphemes=MAX_NAME_GRAPHEMES,
    )
    duty = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    place = forms.ChoiceField(label=gettext_lazy("Where"))
    from_on = DayField(label=gettext_lazy("First day"))
    to_on = DayField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Empty: until further notice."), required=False
    )

    parts = {"from": "from_on", "to": "to_on", "place": "place", "duty": "duty"}

    def __init__(self, *args: Any, clerk: Clerk, chosen: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """Build the form. chosen: duty and place, as the page of a term without an account leads here."""
        initial = {"from_on": timezone.localdate(), **(chosen or {})}
        super().__init__(*args, initial=initial, **kwargs)
        own = appointment_places_of(clerk.person)
        self.places = {place.code: place for place in _below(own, clerk)}
        choices = [(duty, word) for duty, word in TO_WHAT.items() if any(MAY_APPOINT[each.scope][duty] for each in own)]
        self.fields["duty"].choices = choices  # type: ignore[attr-defined]
        self.fields["place"].choices = [(code, place_name(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]

    @property
    def chosen_place(self) -> AppointmentPlace:
        return self.places[self.cleaned_data["place"]]


def place_name(place: AppointmentPlace) -> str:
    if place.ward is not None:
        return ward_name(place.ward)
    return place.borough.name if place.borough is not None else _("The whole city")


def _below(own: Iterable[AppointmentPlace], clerk: Clerk) -> Iterable[AppointmentPlace]:
    """The clerk's own places, the boroughs in them, and their wards."""
    places = {place.code: place for place in own}
    if any(place.is_city for place in own):
        boroughs = {ward.borough_id: ward.borough for ward in clerk.wards if ward.borough is not None}
        places |= {place.code: place for borough in boroughs.values() for place in [AppointmentPlace(borough=borough)]}
    return [
        *places.values(),
        *(AppointmentPlace(ward=ward) for ward in clerk.wards if f"ward:{ward.number}" not in places),
    ]
