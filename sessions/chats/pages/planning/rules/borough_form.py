"""The form in which a clerk allows days and hours for many wards at once."""

import re
from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.chats.calendar.rules import placing
from sessions.chats.calendar.schedules.borough import BoroughDraft
from sessions.chats.pages.planning.chat_fields import AskDaysField, ChatMinutesField
from sessions.chats.pages.planning.rules.rule_form import DAY_WORDS, NTH_WORDS
from sessions.city.display import ward_name
from sessions.city.pages.planning.clerk import Clerk
from sessions.city.pages.planning.fields import FirstDayField, NumberField, PlanningForm
from sessions.models import OnClosed
from sessions.platform.text.months import next_month
from sessions.platform.text.text_input import fold_digits

ONE_AT_LEAST = {"required": gettext_lazy("Choose at least one.")}
EVERY_MONTH = [(nth, word) for nth, word in NTH_WORDS if nth >= -2]
"""Places of a day in every month; the last but two is left out, because it is one of the others."""


LONGEST_HOURS = 200


class HoursField(forms.CharField):
    """Several times of day in one line: 17:00, 18:30."""

    def to_python(self, value: Any) -> Any:
        if len(value or "") > LONGEST_HOURS:
            raise forms.ValidationError(_("That is too long. Please shorten it."))
        written = [each for each in re.split(r"[\s,;]+", fold_digits(super().to_python(value) or "")) if each]
        return tuple(dict.fromkeys(_read_hour(each) for each in written))


class BoroughForm(PlanningForm):
    wards = forms.TypedMultipleChoiceField(label=gettext_lazy("Wards"), coerce=int, widget=forms.CheckboxSelectMultiple)
    week_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of the week"),
        choices=list(enumerate(word for _code, word in DAY_WORDS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    nths = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which ones of the month"),
        choices=EVERY_MONTH,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = HoursField(
        label=gettext_lazy("Hours at which a chat may begin"),
        help_text=gettext_lazy("With commas between them: 17:00, 18:30"),
    )
    minutes = ChatMinutesField()
    at_most_at_once = NumberField(label=gettext_lazy("Maximum chats at once"))
    ask_days = AskDaysField()
    on_closed = forms.ChoiceField(
        label=gettext_lazy("If a date falls on closed days"), choices=OnClosed, widget=forms.RadioSelect
    )
    from_on = FirstDayField(label=gettext_lazy("First day of the rules"))

    parts = {
        name: name for name in ("week_days", "nths", "hours", "minutes", "at_most_at_once", "wards", "ask_days")
    } | {"moderators": "hours", "from": "from_on"}

    def __init__(self, *args: Any, clerk: Clerk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wards"].choices = [(ward.number, ward_name(ward)) for ward in clerk.wards]  # type: ignore[attr-defined]
        self._wards = {ward.number: ward for ward in clerk.wards}
        for name in ("wards", "week_days", "nths"):
            self.fields[name].error_messages.update(ONE_AT_LEAST)

    @property
    def draft(self) -> BoroughDraft:
        """The draft of a valid form."""
        given = self.cleaned_data
        return BoroughDraft(
            wards=tuple(self._wards[number] for number in given["wards"]),
            week_days=tuple(given["week_days"]),
            nths=tuple(given["nths"]),
            hours=given["hours"],
            minutes=given["minutes"],
            at_most_at_once=given["at_most_at_once"],
            from_on=given["from_on"],
            ask_days=given["ask_days"],
            on_closed=placing.WhenClosed(given["on_closed"]),
        )


def initial_for(clerk: Clerk) -> dict[str, Any]:
    """Weekend evenings, two hours a day, from the first of the next month."""
    return {
        "wards": [ward.number for ward in clerk.wards],
        "week_days": [5, 6],
        "nths": [1, 2, 3, 4],
        "hours": "17:00, 18:30",
        "minutes": 60,
        "at_most_at_once": 2,
        "ask_days": 7,
        "on_closed": "next_free",
        "from_on": next_month(timezone.localdate()),
    }


def _read_hour(written: str) -> time:
    try:
        if not re.fullmatch(r"\d{1,2}(:\d{2})?", written):
            raise ValueError(written)
        hour, _colon, minute = written.partition(":")
        return time(int(hour), int(minute or 0))
    except ValueError as error:
        message = _("{hour} is not a time of day. Write it as 18:30.").format(hour=written[:20])
        raise forms.ValidationError(message) from error
