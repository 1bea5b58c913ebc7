"""The list of activities: what was done and is planned, with filters, the last published first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sessions.activities.public.filters import DONE, NOT_REPORTED, PLANNED, ActivityFilter
from sessions.activities.public.listing import activity_list
from sessions.contract.limits import ACTIVITIES_PER_PAGE
from sessions.models import Activity, Borough, Category
from sessions.platform.exports.form_options import options_of
from sessions.platform.pages.save_data import rows_for
from sessions.platform.text.digits import year_digits
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER

KIND_WORDS: dict[str, str | Promise] = {
    DONE: _("Done"),
    PLANNED: _("Planned"),
    NOT_REPORTED: _("Planned, the day is over, no report yet"),
}


@require_safe
def activity_page(request: HttpRequest) -> HttpResponse:
    """`?ward=`, `?borough=`, `?kind=` (done, planned, not_reported), `?category=`, `?year=`, `?before=` (a number)."""
    wanted, today = ActivityFilter.from_query(request.GET.dict()), timezone.localdate()
    before = request.GET.get("before", "")[:LONGEST_WRITTEN_NUMBER]
    page = activity_list(wanted, before=before, per_page=rows_for(request, ACTIVITIES_PER_PAGE), today=today)
    context = {"page": page, "is_first": not before, **activity_list_context(wanted)}
    return render(request, "sessions/activities/list.html", context)


def activity_list_context(wanted: ActivityFilter) -> dict[str, Any]:
    """What the form of the filters needs."""
    years = Activity.objects.public().order_by().values_list("on_day__year", flat=True).distinct()
    return {
        "wanted": wanted,
        "query": wanted.query(),
        "kinds": options_of(KIND_WORDS.items(), wanted.kind),
        "categories": options_of(((each.slug, each.name) for each in Category.objects.all()), wanted.category),
        "boroughs": options_of(((each.code, each.name) for each in Borough.objects.all()), wanted.borough),
        "years": options_of(((year, year_digits(year)) for year in sorted(years, reverse=True)), wanted.year),
    }
