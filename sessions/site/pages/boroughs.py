"""The pages of the whole city and of one borough: figures, wards, dates, activities, and the timeline."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.chats.calendar.public.entries import Occasion, occasions_of
from sessions.city.people.chairs import chair_of
from sessions.city.wards.borough_order import borough_order
from sessions.models import (
    AHEAD_STATES,
    Activity,
    Appointment,
    Borough,
    ChatSession,
    ChatSessionState,
    Duty,
    Ward,
)
from sessions.platform.lists.bars import Bar
from sessions.platform.text.text_input import fold_digits
from sessions.site.addresses import page_address
from sessions.site.figures import SiteFigures, site_figures_by_ward
from sessions.site.pages.charts import matter_chart, open_bars, promise_chart
from sessions.site.pages.timelines import timeline_context
from sessions.site.scope import Scope

MOST_ACTIVITIES, MOST_DATES = 6, 5


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A ward in the table of its borough, or a borough in the table of the city. wards: how many it has."""

    place: Ward | Borough
    figures: SiteFigures
    next: Occasion | None
    bars: Collection[Bar]
    wards: int = 0


@require_safe
def city_page(request: HttpRequest) -> HttpResponse:
    """All boroughs. With `?before=` the older part of the city's timeline alone."""
    scope = Scope()
    context = timeline_context(request, scope)
    if context["timeline"].is_first:
        context |= _city()
    return render(request, "sessions/site/boroughs.html", context)


@require_safe
def borough_page(request: HttpRequest, borough_code: str) -> HttpResponse:
    """The page of a borough. borough_code: as the corporation writes it (X); its number (10) leads there, too."""
    borough = _find(borough_code)
    if borough.code != borough_code:
        return redirect("borough", borough.code)
    wards = list(Ward.objects.filter(borough=borough).order_by("number"))
    scope = Scope(borough=borough, wards=[ward.pk for ward in wards])
    context = {"borough": borough, **timeline_context(request, scope)}
    if context["timeline"].is_first:
        context |= _whole_page(borough, wards, scope, is_frozen=context["frozen"] is not None)
    return render(request, "sessions/site/borough.html", context)


def _find(code: str) -> Borough:
    """Raises Http404."""
    wanted = borough_order(fold_digits(code[:8]).strip().upper())[0]
    for borough in Borough.objects.all():
        if borough.code == code or borough_order(borough.code)[0] == wanted:
            return borough
    raise Http404


def _whole_page(borough: Borough, wards: list[Ward], scope: Scope, *, is_frozen: bool) -> dict[str, Any]:
    today = timezone.localdate()
    figures, occasions = site_figures_by_ward(scope, today), _not_over(scope)
    first = {each.ward.pk: each for each in reversed(occasions)}
    bars = open_bars(figures[ward.pk] for ward in wards)
    titles = Appointment.objects.held_on(today).filter(borough=borough, duty=Duty.OFFICIAL).exclude(title="")
    activities = [] if is_frozen else list(Activity.objects.public().filter(borough=borough)[:MOST_ACTIVITIES])
    return {
        "rows": [
            PlaceRow(ward, figures[ward.pk], first.get(ward.pk), bar) for ward, bar in zip(wards, bars, strict=True)
        ],
        "chair": chair_of(borough, today),
        "officials": sorted(set(titles.values_list("title", flat=True))),
        "dates": occasions[:MOST_DATES],
        "activities": [(each, page_address("activity", each.number)) for each in activities],
        "all_promises": page_address("promises", borough=borough.code),
        "all_activities": page_address("activities", borough=borough.code),
        **_together(figures.values()),
    }


def _city() -> dict[str, Any]:
    scope, today = Scope(), timezone.localdate()
    by_ward, occasions = site_figures_by_ward(scope, today), _not_over(scope)
    boroughs = sorted(Borough.objects.all(), key=lambda each: borough_order(each.code))
    of_borough: dict[int, SiteFigures] = {each.pk: SiteFigures() for each in boroughs}
    wards: dict[int, int] = dict.fromkeys(of_borough, 0)
    for ward, borough in Ward.objects.filter(borough__isnull=False).values_list("pk", "borough"):
        of_borough[borough].add(by_ward[ward])
        wards[borough] += 1
    first = {each.ward.borough_id: each for each in reversed(occasions)}
    bars = open_bars(of_borough.values())
    return {
        "rows": [
            PlaceRow(each, of_borough[each.pk], first.get(each.pk), bar, wards[each.pk])
            for each, bar in zip(boroughs, bars, strict=True)
        ],
        "dates": occasions[:MOST_DATES],
        "all_promises": page_address("promises"),
        "all_activities": page_address("activities"),
        **_together(by_ward.values()),
    }


def _not_over(scope: Scope) -> list[Occasion]:
    """What is live or to come, in the order of time."""
    rows = ChatSession.objects.filter(state__in=(*AHEAD_STATES, ChatSessionState.LIVE))
    wards = scope.ward_ids()
    return occasions_of(rows if wards is None else rows.filter(ward__in=list(wards)))


def _together(all_figures: Collection[SiteFigures]) -> dict[str, Any]:
    total = SiteFigures()
    for each in all_figures:
        total.add(each)
    charts = [matter_chart(total)] if total.published else []
    return {"figures": total, "charts": [*charts, promise_chart(total)] if total.made else charts}
