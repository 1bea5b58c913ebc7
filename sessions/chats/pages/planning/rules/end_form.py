"""The form in which a clerk ends a ward's rule."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.city.pages.planning.fields import DayField, PlanningForm


class EndForm(PlanningForm):
    last_on = DayField(label=_("Last day of the rule"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id="end_%s", **kwargs)

    def clean_last_on(self) -> date:
        day: date = self.cleaned_data["last_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("That day is past. Let the rule end today or later."))
        return day
