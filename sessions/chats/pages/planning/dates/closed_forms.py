"""The forms for closed days and election freezes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.chats.calendar.schedules.closing_days import Days
from sessions.city.display import ward_name
from sessions.city.pages.planning.clerk import Clerk
from sessions.city.pages.planning.fields import DayField, LineByLanguage, PlanningForm
from sessions.contract.limits import MAX_CLOSURE_REASON_GRAPHEMES
from sessions.models import Closure, ClosureKind, Ward
from sessions.platform.text.by_language import as_fields

CITY, ALL = "city", "all"


class DaysForm(PlanningForm):
    """The days and the reason."""

    from_on = DayField(label=gettext_lazy("First day"))
    to_on = DayField(label=gettext_lazy("Last day"))

    by_language = {
        "reason": LineByLanguage(
            label=gettext_lazy("Reason in {language}"),
            help_text=gettext_lazy("Everybody reads it beside what is moved or suspended."),
            max_graphemes=MAX_CLOSURE_REASON_GRAPHEMES,
            max_length=MAX_CLOSURE_REASON_GRAPHEMES,
        )
    }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("from_on") and given.get("to_on") and given["to_on"] < given["from_on"]:
            self.add_error("to_on", _("The last day comes before the first. Change one of them."))
        return given

    def days_for(self, kind: str, wards: tuple[Ward | None, ...]) -> Days:
        given = self.cleaned_data
        return Days(kind, wards, given["from_on"], given["to_on"], self.words_of("reason"))


class ClosedForm(DaysForm):
    """The form for a new closure: the fields of DaysForm, the kind of closure and its wards."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ClosureKind, widget=forms.RadioSelect)
    where = forms.ChoiceField(label=gettext_lazy("Where"))

    def __init__(self, *args: Any, clerk: Clerk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = where_choices(clerk)  # type: ignore[attr-defined]
        self._wards = {str(ward.number): ward for ward in clerk.wards}

    @property
    def days(self) -> Days:
        return self.days_for(self.cleaned_data["kind"], self._where())

    def _where(self) -> tuple[Ward | None, ...]:
        match self.cleaned_data["where"]:
            case "city":
                return (None,)
            case "all":
                return tuple(self._wards.values())
            case number:
                return (self._wards[number],)


def where_choices(clerk: Clerk) -> list[tuple[str, str]]:
    """The choices of wards: the whole city for a clerk of all wards; else all of the clerk's wards, or one of them."""
    wide = [(CITY, _("The whole city"))] if clerk.plans_city else [(ALL, _("All of your wards"))]
    wards = [(str(ward.number), ward_name(ward)) for ward in clerk.wards]
    return wide + wards if clerk.plans_city or len(wards) > 1 else wards


def initial_of_closure(closure: Closure) -> dict[str, Any]:
    return {"from_on": closure.from_on, "to_on": closure.to_on, **as_fields("reason", closure.reasons)}
