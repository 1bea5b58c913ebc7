"""The coming months of the demo: a rule for every ward, and one closed weekend."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from django.utils import timezone

from chatserver.accounts.models import User
from sessions.chats.calendar.rules.placing import WhenClosed
from sessions.chats.calendar.schedules.borough import BoroughDraft, propose_rules, set_borough
from sessions.chats.calendar.schedules.closing_days import Days, close_days
from sessions.models import Ward
from sessions.platform.text.months import next_month

SATURDAY, SUNDAY = 5, 6
FAIR = {
    "en": "The canal festival (demo)",
    "bn": "খালপাড়ের উৎসব (ডেমো)",
    "hi": "नहर किनारे का मेला (डेमो)",
    "ur": "نہر کنارے کا میلہ (ڈیمو)",
}


def plan_coming_months(wards: Iterable[Ward], *, clerk: User) -> None:
    """Plan the coming months, from the month after the next: the script itself plans the dates before that."""
    from_on = next_month(next_month(timezone.localdate()))
    proposals = propose_rules(
        BoroughDraft(
            wards=tuple(wards),
            week_days=(SATURDAY, SUNDAY),
            nths=(1, 2, 3, 4),
            hours=(time(17), time(18, 30)),
            minutes=60,
            at_most_at_once=1,
            from_on=from_on,
            ask_days=7,
            on_closed=WhenClosed.NEXT_FREE,
        )
    )
    set_borough(proposals, versions={}, clerk=clerk)
    saturday = _first_saturday(from_on)
    days = Days("closed", (None,), saturday, saturday + timedelta(days=1), FAIR)
    close_days(days, clerk=clerk)


def _first_saturday(first_on: date) -> date:
    return first_on + timedelta(days=(SATURDAY - first_on.weekday()) % 7)
