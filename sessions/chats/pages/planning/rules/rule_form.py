"""The form for a ward's rule."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.chats.calendar.rules import placing
from sessions.chats.calendar.rules.rule import DAY_CODES, Rule, WeekDay
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.pages.planning.chat_fields import AskDaysField, ChatMinutesField
from sessions.city.pages.planning.fields import DayField, FirstDayField, HourField, PlanningForm
from sessions.models import OnClosed, Schedule

NTH_WORDS = [
    (1, _("the first")),
    (2, _("the second")),
    (3, _("the third")),
    (4, _("the fourth")),
    (-1, _("the last")),
    (-2, _("the last but one")),
    (-3, _("the last but two")),
]
DAY_WORDS = [
    ("MO", _("Monday")),
    ("TU", _("Tuesday")),
    ("WE", _("Wednesday")),
    ("TH", _("Thursday")),
    ("FR", _("Friday")),
    ("SA", _("Saturday")),
    ("SU", _("Sunday")),
]
KIND_WORDS = [("working", _("working day (Monday to Friday)")), ("weekend", _("weekend day")), ("any", _("day"))]
NTH_CHOICES = [("", "—"), *NTH_WORDS]
DAY_CHOICES = [("", "—"), *DAY_WORDS, *KIND_WORDS]


class RuleForm(PlanningForm):
    nth = forms.TypedChoiceField(label=_("Which one of the month"), choices=NTH_CHOICES, coerce=int, required=False)
    day = forms.ChoiceField(label=_("Which day"), choices=DAY_CHOICES, required=False)
    rrule = forms.CharField(
        label=_("Another rule, as an RRULE"),
        help_text=_("If it is filled in, it counts instead of the two choices above. Example: FREQ=MONTHLY;BYDAY=1SA"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    at = HourField(label=_("Begins at"))
    minutes = ChatMinutesField()
    ask_days = AskDaysField()
    on_closed = forms.ChoiceField(
        label=_("If a date falls on closed days"), choices=OnClosed, widget=forms.RadioSelect, initial="next_free"
    )
    from_on = FirstDayField(label=_("First day of the rule"))
    to_on = DayField(
        label=_("Last day of the rule"), help_text=_("Leave it empty if it has no end yet."), required=False
    )

    parts = {
        **dict.fromkeys(("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "RRULE"), "rrule"),
        "minutes": "minutes",
        "ask_days": "ask_days",
        "from": "from_on",
        "to": "to_on",
    }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("rrule") and not (given.get("nth") and given.get("day")):
            self.add_error("day", _("Choose a day of the month, or write a rule."))
        return given

    @property
    def draft(self) -> ScheduleDraft:
        """The draft of a valid form."""
        given = self.cleaned_data
        return ScheduleDraft(
            rule=given["rrule"].strip() or write_rule(given["nth"], given["day"]),
            at=given["at"],
            minutes=given["minutes"],
            from_on=given["from_on"],
            to_on=given["to_on"],
            ask_days=given["ask_days"],
            on_closed=placing.WhenClosed(given["on_closed"]),
        )


def initial_of_rule(schedule: Schedule | None) -> dict[str, Any]:
    """The initial values: the ward's last rule, from today on, or a usual rule."""
    today = timezone.localdate()
    if schedule is None:
        return {
            "nth": 1,
            "day": "SA",
            "at": "18:00",
            "minutes": 60,
            "ask_days": 7,
            "on_closed": "next_free",
            "from_on": today,
        }
    nth, day = read_ordinary(schedule.rule) or ("", "")
    return {
        "nth": nth,
        "day": day,
        "rrule": "" if nth else schedule.rule,
        "at": schedule.at,
        "minutes": schedule.minutes,
        "ask_days": schedule.ask_days,
        "on_closed": schedule.on_closed,
        "from_on": max(today, schedule.from_on),
        "to_on": schedule.to_on if schedule.to_on and schedule.to_on >= today else None,
    }


# Ordinary rules, which a clerk selects by two words: first, second, last … and Saturday, working day …; pure.

NTHS = (1, 2, 3, 4, -1, -2, -3)
"""First to fourth, last, last but one, last but two."""

WORKING_DAYS, WEEKEND = tuple(range(5)), (5, 6)
KINDS = {"working": WORKING_DAYS, "weekend": WEEKEND}


def write_rule(nth: int, day: str) -> str:
    """The RRULE for the nth day of a month; day: MO to SU, working, weekend, or any."""
    if day == "any":
        return str(Rule(month_days=(nth,)))
    if day in KINDS:
        return str(Rule(week_days=tuple(WeekDay(0, each) for each in KINDS[day]), positions=(nth,)))
    return str(Rule(week_days=(WeekDay(nth, DAY_CODES.index(day)),)))


def read_ordinary(rule: str) -> tuple[int, str] | None:
    """The two words of a stored rule; None where two words cannot say it."""
    return _BY_RULE.get(rule)


_BY_RULE = {write_rule(nth, day): (nth, day) for nth in NTHS for day in (*DAY_CODES, *KINDS, "any")}
