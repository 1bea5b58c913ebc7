"""The forms for one chat in the calendar: moving it, and calling it off."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.contract.limits import MAX_REASON_GRAPHEMES
from sessions.text.bilingual import Bilingual
from sessions.views.planning.fields import DayField, HourField, LineField, PlanningForm


class MoveForm(PlanningForm):
    on = DayField(label=_("New day"))
    at = HourField(label=_("Begins at"))
    because_en = LineField(
        label=_("Why, in English"),
        help_text=_("Everybody reads it behind “because”, on the page and in the feeds."),
        max_graphemes=MAX_REASON_GRAPHEMES,
    )
    because_bn = LineField(
        label=_("Why, in Bengali"),
        max_graphemes=MAX_REASON_GRAPHEMES,
        required=False,
        widget=forms.TextInput(attrs={"lang": "bn"}),
    )

    public = ("because_en", "because_bn")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id="move_%s", **kwargs)

    @property
    def starts_at(self) -> datetime:
        """The start, in the city's time zone."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"]))

    @property
    def because(self) -> Bilingual:
        return Bilingual(self.cleaned_data["because_en"], self.cleaned_data["because_bn"])


class CancelForm(PlanningForm):
    reason = LineField(
        label=_("Why it is cancelled"),
        help_text=_("Everybody reads it, and it stays in the calendar."),
        max_graphemes=MAX_REASON_GRAPHEMES,
    )

    public = ("reason",)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id="cancel_%s", **kwargs)
