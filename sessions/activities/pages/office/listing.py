"""The office's list of its work: first what was planned for a day that is over, without a report; then the drafts."""

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sessions.activities.pages.office.photo_pages import photos_waiting_for
from sessions.activities.public.facts import ACTIVITY_RELATIONS, PublicActivity
from sessions.activities.staff import activities_of, owners_of
from sessions.chats.calendar.lifecycle.freezes import Freezes
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.contract.limits import OFFICE_ACTIVITIES_PER_PAGE
from sessions.models import PUBLIC_ACTIVITY_STATES, Activity, ActivityState, PhotoState
from sessions.platform.pages.save_data import rows_for


@staff_page("activities")
def office_activities(request: HttpRequest, reader: Staff) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(_rows(reader), rows_for(request, OFFICE_ACTIVITIES_PER_PAGE)).get_page(request.GET.get("page"))
    freezes = Freezes(today)
    context = {
        "page": page,
        "rows": [(each, PublicActivity(each, None, today)) for each in page.object_list],
        "frozen": any(freezes.of_owner(owner) is not None for owner in owners_of(reader)),
        "to_check": photos_waiting_for(reader).count(),
    }
    return render(request, "sessions/activities/office/list.html", context)


def _rows(reader: Staff) -> QuerySet[Activity]:
    is_due = Q(state__in=PUBLIC_ACTIVITY_STATES, is_planned=True, on_day__lt=timezone.localdate())
    turn = Case(
        When(is_due, then=Value(0)),
        When(state=ActivityState.DRAFT, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    waiting = Count("photos", filter=Q(photos__state=PhotoState.WAITING))
    rows = Activity.objects.filter(activities_of(reader)).exclude(state=ActivityState.WITHDRAWN)
    return (
        rows.select_related(*ACTIVITY_RELATIONS)
        .annotate(turn=turn, waiting=waiting)
        .order_by("turn", "-changed_at", "pk")
    )
