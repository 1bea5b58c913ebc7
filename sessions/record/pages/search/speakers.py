"""Office-holders: the list of all who have a record, and what each of them answered."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sessions.city.display import month_and_year
from sessions.contract.limits import RECORDS_PER_PAGE
from sessions.record.search.found import found_questions
from sessions.record.search.records import offices_with_records
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.speakers import answered_by_office, records_of, speaker_months


@require_safe
def speaker_list(request: HttpRequest) -> HttpResponse:
    return render(request, "sessions/record/search/speakers.html", {"offices": offices_with_records()})


@require_safe
def speaker_page(request: HttpRequest, office_id: int) -> HttpResponse:
    """One term of one ward's office. There is none before its first record, nor while the office was vacant."""
    office = get_object_or_404(offices_with_records(), pk=office_id)
    entries = answered_by_office(office).values_list("pk", flat=True)
    page: Page[int] = Paginator(entries, RECORDS_PER_PAGE).get_page(request.GET.get("page", "")[:20])
    context = {
        "office": office,
        "page": page,
        "found": found_questions(page.object_list, SearchTerms()),
        "months": [
            (f"{each.first:%Y-%m}", month_and_year(each.first), each.answered) for each in speaker_months(office)
        ],
        "records": records_of(office).count(),
    }
    return render(request, "sessions/record/search/speaker.html", context)
