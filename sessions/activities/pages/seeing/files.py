"""Activities for programs: the list as CSV and JSON, written piece by piece, and Atom feeds."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions.activities.feed import feed_of_activities
from sessions.activities.public.files import activities_as_csv, activities_as_json
from sessions.activities.public.filters import ActivityFilter
from sessions.activities.public.listing import activity_list
from sessions.city.display import ward_name
from sessions.models import Ward
from sessions.platform.exports.list_files import answer_atom, stream_csv, stream_json
from sessions.platform.feeds.atom import MOST_ENTRIES
from sessions.platform.text.absolute_addresses import addresses_for


@require_safe
def activities_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The filters of the list apply."""
    wanted = ActivityFilter.from_query(request.GET.dict())
    return stream_csv(activities_as_csv(wanted, timezone.localdate()), "activities.csv")


@require_safe
def activities_json(request: HttpRequest) -> StreamingHttpResponse:
    wanted = ActivityFilter.from_query(request.GET.dict())
    return stream_json(activities_as_json(wanted, timezone.localdate()))


@require_safe
def city_activities_feed(request: HttpRequest) -> HttpResponse:
    """The filters of the list apply."""
    wanted = ActivityFilter.from_query(request.GET.dict())
    path = f"{reverse('activities_feed')}{f'?{wanted.query()}' if wanted.is_any else ''}"
    return _answer(request, wanted, path, "activities.atom")


@require_safe
def ward_activities_feed(request: HttpRequest, number: int) -> HttpResponse:
    """An Atom feed of the ward's activities."""
    ward = get_object_or_404(Ward, number=number)
    path = reverse("ward_activities_feed", args=[ward.number])
    return _answer(request, ActivityFilter(ward=ward.number), path, f"activities-{number}.atom")


def _answer(request: HttpRequest, wanted: ActivityFilter, path: str, name: str) -> HttpResponse:
    absolute = addresses_for(request)
    rows = activity_list(wanted, per_page=MOST_ENTRIES, today=timezone.localdate()).rows
    page = f"{reverse('activities')}{f'?{wanted.query()}' if wanted.is_any else ''}"
    return answer_atom(request, path, page, lambda: (_title(wanted), feed_of_activities(rows, absolute)), name)


def _title(wanted: ActivityFilter) -> str:
    title = _("Work done and planned")
    return _("{what}, {ward}").format(what=title, ward=ward_name(wanted.ward)) if wanted.ward else title
