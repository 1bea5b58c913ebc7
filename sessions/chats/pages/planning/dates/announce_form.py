"""The form for announcing one chat by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sessions.chats.calendar.lifecycle.announcing_by_hand import ByHand, NewHost
from sessions.chats.pages.planning.chat_fields import AskDaysField, ChatMinutesField
from sessions.city.display import ward_name
from sessions.city.pages.planning.clerk import Clerk
from sessions.city.pages.planning.fields import HOLDER_NAME, DayField, HourField, PlanningForm
from sessions.models import OfficeKind
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.text.by_language import in_fallback

HOSTS = [choice for choice in OfficeKind.choices if choice[0] != OfficeKind.VACANT]


class AnnounceForm(PlanningForm):
    """The fields of the host are needed where nobody holds the office on that day."""

    ward = forms.ChoiceField(label=gettext_lazy("Ward"))
    on = DayField(label=gettext_lazy("Day"))
    at = HourField(label=gettext_lazy("Begins at"))
    minutes = ChatMinutesField()
    ask_days = AskDaysField()
    host_kind = forms.ChoiceField(label=gettext_lazy("Office"), choices=HOSTS, widget=forms.RadioSelect, required=False)

    parts = {"at": "at", "ask_days": "ask_days", "from": "on"}
    by_language = {"host_name": HOLDER_NAME}

    def __init__(self, *args: Any, clerk: Clerk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ward"].choices = [(str(ward.number), ward_name(ward)) for ward in clerk.wards]  # type: ignore[attr-defined]
        self._wards = {str(ward.number): ward for ward in clerk.wards}

    @property
    def host_fields(self) -> list[forms.BoundField]:
        return [self["host_kind"], *self.lines["host_name"]]

    @property
    def asked(self) -> ByHand:
        """The announcement that a valid form asks for, with the hour in the city's time zone."""
        given = self.cleaned_data
        names = self.words_of("host_name")
        kind = given["host_kind"] or OfficeKind.COUNCILLOR
        return ByHand(
            ward=self._wards[given["ward"]],
            starts_at=city_moment(given["on"], given["at"]),
            minutes=given["minutes"],
            ask_days=given["ask_days"],
            new_host=NewHost(kind, names) if in_fallback(names) else None,
        )
