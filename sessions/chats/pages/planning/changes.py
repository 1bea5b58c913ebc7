"""The audit of the calendar: who changed what, the newest first."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from sessions.chats.calendar.change_words import all_in_words
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.contract.limits import CHANGES_PER_PAGE
from sessions.models import Change


@staff_page("planning")
def changes_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """Changes of the clerk's wards and of the whole city."""
    rows = Change.objects.filter(Q(ward=None) | Q(ward__in=clerk.wards)).select_related("ward", "person__ward")
    page = Paginator(rows, CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    return show(request, clerk, "chats/planning/changes", {"page": page, "changes": all_in_words(page.object_list)})
