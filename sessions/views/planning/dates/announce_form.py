"""The form for announcing one chat by hand."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.calendar.lifecycle.announcing import MAX_ASK_DAYS
from sessions.calendar.lifecycle.announcing_by_hand import ByHand, NewHost
from sessions.calendar.rules.starts import MAX_MINUTES, MIN_MINUTES
from sessions.display import ward_name
from sessions.models import OfficeKind
from sessions.permissions.terms_of_office import MAX_NAME
from sessions.views.planning.entrance import Clerk
from sessions.views.planning.fields import DayField, HourField, LineField, NumberField, PlanningForm

HOST_FIELDS = ("host_kind", "host_name_en", "host_name_bn")
HOSTS = [choice for choice in OfficeKind.choices if choice[0] != OfficeKind.VACANT]


class AnnounceForm(PlanningForm):
    """The fields of the host are needed where nobody holds the office on that day."""

    ward = forms.ChoiceField(label=gettext_lazy("Ward"))
    on = DayField(label=gettext_lazy("Day"))
    at = HourField(label=gettext_lazy("Begins at"))
    minutes = NumberField(label=gettext_lazy("Length in minutes"), help_text=gettext_lazy("From 5 to 300."))
    ask_days = NumberField(
        label=gettext_lazy("Questions open (days before the chat)"), help_text=gettext_lazy("From 0 to 60.")
    )
    host_kind = forms.ChoiceField(label=gettext_lazy("Office"), choices=HOSTS, widget=forms.RadioSelect, required=False)
    host_name_en = LineField(
        label=gettext_lazy("Name in English"), max_graphemes=MAX_NAME, max_length=120, required=False
    )
    host_name_bn = LineField(
        label=gettext_lazy("Name in Bengali"),
        max_graphemes=MAX_NAME,
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"lang": "bn"}),
    )

    parts = {"at": "at", "ask_days": "ask_days", "from": "on"}
    public = ("host_name_en", "host_name_bn")

    def __init__(self, *args: Any, clerk: Clerk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ward"].choices = [(str(ward.number), ward_name(ward)) for ward in clerk.wards]  # type: ignore[attr-defined]
        self._wards = {str(ward.number): ward for ward in clerk.wards}

    def clean_minutes(self) -> int:
        minutes = int(self.cleaned_data["minutes"])
        if not MIN_MINUTES <= minutes <= MAX_MINUTES:
            raise forms.ValidationError(_("A chat lasts from 5 minutes to 5 hours."))
        return minutes

    def clean_ask_days(self) -> int:
        days = int(self.cleaned_data["ask_days"])
        if not 0 <= days <= MAX_ASK_DAYS:
            raise forms.ValidationError(_("Questions open at most 60 days before the chat."))
        return days

    @property
    def asked(self) -> ByHand:
        """The announcement that a valid form asks for, with the hour in the city's time zone."""
        given = self.cleaned_data
        name = given["host_name_en"]
        kind = given["host_kind"] or OfficeKind.COUNCILLOR
        return ByHand(
            ward=self._wards[given["ward"]],
            starts_at=timezone.make_aware(datetime.combine(given["on"], given["at"])),
            minutes=given["minutes"],
            ask_days=given["ask_days"],
            new_host=NewHost(kind, name, given["host_name_bn"]) if name else None,
        )
