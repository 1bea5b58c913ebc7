"""The clerk's calendar: a month, and a year by ward."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sessions.chats.calendar.lifecycle.conflicts import find_conflicts_in
from sessions.chats.calendar.public.entries import Occasion, occasions_between, occasions_of
from sessions.chats.calendar.public.entry_words import notes_of
from sessions.chats.calendar.public.month import calendar_month, calendar_year
from sessions.chats.pages.planning.rules.rule_words import rules_of
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.models import ChatSession, Ward
from sessions.platform.text.months import FIRST_YEAR, LAST_YEAR, next_month


@dataclass(frozen=True, slots=True)
class WardYear:
    """One ward's chats, month by month."""

    ward: Ward
    months: list[tuple[date, tuple[Occasion, ...]]]


@staff_page("planning")
def planning_month_page(request: HttpRequest, clerk: Clerk, first_on: date | None = None) -> HttpResponse:
    """A month of the clerk's wards (the present one where none is given), waiting chats, and each ward's rule."""
    today = timezone.localdate()
    first_on = first_on or today.replace(day=1)
    occasions = occasions_between(first_on, next_month(first_on), wards=clerk.wards)
    waiting = ChatSession.objects.ahead().filter(waits=True, ward__in=clerk.wards)
    dated = [each for each in occasions if not each.waits]
    context = {
        "month": calendar_month(first_on.year, first_on.month, dated),
        "remarkable": [each for each in dated if notes_of(each)],
        "today": today,
        "waiting": occasions_of(waiting),
        "rules": rules_of(clerk.wards, today),
        "conflict_count": len(find_conflicts_in(clerk.wards)),
    }
    return show(request, clerk, "chats/planning/dates/month", context)


@staff_page("planning")
def planning_year_page(request: HttpRequest, clerk: Clerk, year: int) -> HttpResponse:
    occasions = occasions_between(date(year, 1, 1), date(year + 1, 1, 1), wards=clerk.wards)
    by_ward: dict[int, list[Occasion]] = {ward.pk: [] for ward in clerk.wards}
    for occasion in occasions:
        by_ward[occasion.ward.pk].append(occasion)
    context = {
        "year": year,
        "previous": year - 1 if year > FIRST_YEAR else None,
        "next": year + 1 if year < LAST_YEAR else None,
        "wards": [_year_of(ward, year, by_ward[ward.pk]) for ward in clerk.wards],
    }
    return show(request, clerk, "chats/planning/dates/year", context)


def _year_of(ward: Ward, year: int, occasions: list[Occasion]) -> WardYear:
    return WardYear(ward, [(month.first_on, tuple(month.occasions)) for month in calendar_year(year, occasions)])
