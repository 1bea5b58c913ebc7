"""The public calendar: a month, a year by ward, and a ward's coming twelve months."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.activities.public.planned import planned_between
from sessions.chats.calendar.public.entries import Occasion, occasions_between
from sessions.chats.calendar.public.month import Month, calendar_month, calendar_year
from sessions.chats.calendar.rules.words import schedule_in_words
from sessions.chats.calendar.schedules.draft import draft_of
from sessions.chats.calendar.schedules.projected_dates import expected_occasions
from sessions.models import Closure, Ward
from sessions.models.calendar import ClosureQuerySet
from sessions.platform.text.labels import OCCASION_WORDS
from sessions.platform.text.months import FIRST_YEAR, LAST_YEAR, next_month
from sessions.site.feeds.links import is_addable

COMING = relativedelta(months=12)
KEPT_UNREPORTED = relativedelta(months=12)
"""How long planned work stays in a ward's calendar after its day, while nobody reports that it is done."""


@dataclass(frozen=True, slots=True)
class PublicWardYear:
    ward: Ward
    months: list[Month[Occasion]]


@require_safe
def calendar_month_page(request: HttpRequest, first_on: date | None = None) -> HttpResponse:
    """A month of all wards; the present month where none is given."""
    today = timezone.localdate()
    first_on = first_on or today.replace(day=1)
    before_on = next_month(first_on)
    occasions = occasions_between(first_on, before_on)
    planned = planned_between(first_on, before_on, today=today)
    # A waiting chat has no day now: it is only in the list.
    dated = [each for each in occasions if not each.waits]
    month = calendar_month(first_on.year, first_on.month, dated, planned)
    context = {
        "month": month,
        "occasions": occasions,
        "today": today,
        "is_this_month": month.first_on == today.replace(day=1),
        "closed": _closed_in(first_on, before_on).select_related("ward"),
        "planned": planned,
    }
    return render(request, "sessions/site/calendar/calendar.html", context)


@require_safe
def calendar_year_page(request: HttpRequest, year: int) -> HttpResponse:
    occasions = occasions_between(date(year, 1, 1), date(year + 1, 1, 1))
    wards = [
        PublicWardYear(ward, calendar_year(year, [each for each in occasions if each.ward == ward]))
        for ward in Ward.objects.order_by("number")
    ]
    context = {
        "year": year,
        "months": [date(year, month, 1) for month in range(1, 13)],
        "wards": wards,
        "is_empty": not occasions,
        "states": [state for state in OCCASION_WORDS if any(each.state == state for each in occasions)],
        "previous": year - 1 if year > FIRST_YEAR else None,
        "next": year + 1 if year < LAST_YEAR else None,
    }
    return render(request, "sessions/site/calendar/year.html", context)


@require_safe
def calendar_ward_page(request: HttpRequest, number: int) -> HttpResponse:
    """The dates of a ward's coming twelve months, and the rule that gives them."""
    ward = get_object_or_404(Ward.objects.select_related("borough"), number=number)
    today = timezone.localdate()
    occasions = occasions_between(today, today + COMING, wards=[ward])
    context = {
        "ward": ward,
        "occasions": occasions,
        "expected": expected_occasions(ward, today=today, before_on=today + COMING),
        "posters": sorted({each.day.replace(day=1) for each in occasions if is_addable(each)}),
        "rule": _rule_words(ward, today),
        "planned": planned_between(today - KEPT_UNREPORTED, today + COMING, today=today, wards=[ward]),
        "today": today,
    }
    return render(request, "sessions/site/calendar/ward.html", context)


def _closed_in(from_on: date, before_on: date) -> ClosureQuerySet:
    """Closed days and freezes that overlap these days."""
    return Closure.objects.filter(Q(from_on__lt=before_on) & Q(to_on__gte=from_on))


def _rule_words(ward: Ward, today: date) -> str:
    schedule = ward.schedules.reaching(today).order_by("from_on").first()
    if schedule is None:
        return ""
    plan = draft_of(schedule).as_plan()
    return schedule_in_words(plan.rule, at=plan.at, minutes=plan.minutes)
