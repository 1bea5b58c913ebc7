"""The office's list of promises: what is owed, the first day due first; what is to be adopted; what others judge."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.contract.limits import OFFICE_PROMISES_PER_PAGE
from sessions.platform.pages.save_data import rows_for
from sessions.promises.keeping.office_list import count_owed_promises, office_promises

MOST_BESIDE = 20
"""Promises listed of those to be adopted (oldest day first) and of the claimed ones (newest first); each has its page.
"""


@staff_page("office")
def office_promises_page(request: HttpRequest, reader: Staff) -> HttpResponse:
    found = office_promises(reader.wards)
    page = Paginator(found.owed, rows_for(request, OFFICE_PROMISES_PER_PAGE)).get_page(request.GET.get("page"))
    _owed, overdue = count_owed_promises(reader.wards, timezone.localdate())
    context = {
        "page": page,
        "to_adopt": found.to_adopt[:MOST_BESIDE],
        "to_adopt_count": found.to_adopt.count(),
        "claimed": found.claimed[:MOST_BESIDE],
        "claimed_count": found.claimed.count(),
        "overdue": overdue,
        "has_many_wards": len(reader.wards) > 1,
    }
    return render(request, "sessions/promises/office/list.html", context)
