"""The list of records, and the search in them."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sessions.contract.limits import MAX_RECORD_SEARCH_LENGTH
from sessions.contract.topics import Topic
from sessions.display import office_holder, ward_name
from sessions.models import QuestionKind
from sessions.record.finding.filters import SearchFilters
from sessions.record.finding.found import found_questions
from sessions.record.finding.records import (
    QuestionCounts,
    count_questions,
    listed_records,
    months_with_records,
    numbered_offices,
    wards_with_records,
)
from sessions.record.finding.search import MAX_FOUND, search_records
from sessions.text.direction.isolating import isolate
from sessions.text.labels import ANSWERED_WORDS, KIND_WORDS, TOPIC_WORDS
from sessions.text.spoken.dates import month_and_year
from sessions.views.record_search.options import options_of

PER_PAGE = 20


@require_safe
def record_list(request: HttpRequest) -> HttpResponse:
    """The records, the newest first; with words or with filters of questions, the questions in them.

    `?q=`, `?ward=`, `?office=`, `?month=2027-01`, `?topic=`, `?kind=`, `?answered=`, `?page=`.
    """
    words = request.GET.get("q", "").replace("\0", "").strip()[:MAX_RECORD_SEARCH_LENGTH]
    filters = SearchFilters.from_query(request.GET.dict())
    number = request.GET.get("page", "")[:20]
    context: dict[str, Any] = {"words": words, "filters": filters, "is_search": bool(words) or filters.is_of_questions}
    context |= _questions(words, filters, number) if context["is_search"] else _records(filters, number)
    return render(request, "sessions/record_search/list.html", context | _choices(filters))


def _questions(words: str, filters: SearchFilters, number: str) -> dict[str, Any]:
    result = search_records(words, filters)
    page: Page[int] = Paginator(result.entries, PER_PAGE).get_page(number)
    shown = found_questions(page.object_list, result.terms)
    return {"page": page, "found": shown, "are_more": result.are_more, "most": MAX_FOUND}


def _records(filters: SearchFilters, number: str) -> dict[str, Any]:
    page = Paginator(listed_records(filters), PER_PAGE).get_page(number)
    counts = count_questions(page.object_list)
    return {"page": page, "records": [(record, counts.get(record.pk, QuestionCounts())) for record in page.object_list]}


def _choices(filters: SearchFilters) -> dict[str, Any]:
    """The options of the form's lists."""
    numbers = wards_with_records().values_list("number", flat=True)
    wards = ((number, ward_name(number)) for number in numbers)
    offices = ((office.pk, f"{ward_name(number)}: {office_holder(office)}") for office, number in numbered_offices())
    months = ((f"{month:%Y-%m}", month_words(month)) for month in months_with_records())
    return {
        "wards": options_of(wards, filters.ward),
        "offices": options_of(offices, filters.office),
        "months": options_of(months, filters.month),
        "topics": options_of(((topic.value, TOPIC_WORDS[topic.value]) for topic in Topic), filters.topic),
        "kinds": options_of(((kind.value, KIND_WORDS[kind.value]) for kind in QuestionKind), filters.kind),
        "answered": options_of(ANSWERED_WORDS.items(), filters.answered),
        "has_filters": bool(filters.query()),
    }


def month_words(first: date) -> str:
    return isolate(month_and_year(first))
