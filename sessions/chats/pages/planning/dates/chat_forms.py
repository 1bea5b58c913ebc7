"""The forms for one chat in the calendar: moving it, and calling it off."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sessions.city.pages.planning.fields import DayField, HourField, LineByLanguage, LineField, PlanningForm
from sessions.contract.limits import MAX_REASON_GRAPHEMES
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.text.by_language import ByLanguage


class MoveForm(PlanningForm):
    on = DayField(label=_("New day"))
    at = HourField(label=_("Begins at"))

    by_language = {
        "because": LineByLanguage(
            label=_("Why, in {language}"),
            help_text=_("Everybody reads it behind “because”, on the page and in the feeds."),
            max_graphemes=MAX_REASON_GRAPHEMES,
        )
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id="move_%s", **kwargs)

    @property
    def starts_at(self) -> datetime:
        """The start, in the city's time zone."""
        return city_moment(self.cleaned_data["on"], self.cleaned_data["at"])

    @property
    def because(self) -> ByLanguage:
        return self.words_of("because")


class CancelForm(PlanningForm):
    reason = LineField(
        label=_("Why it is cancelled"),
        help_text=_("Everybody reads it, and it stays in the calendar."),
        max_graphemes=MAX_REASON_GRAPHEMES,
    )

    public = ("reason",)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id="cancel_%s", **kwargs)
