"""The list of records, and the search in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sessions.city.display import month_and_year, office_holder, ward_name
from sessions.contract.limits import MAX_RECORD_SEARCH_LENGTH, RECORDS_PER_PAGE
from sessions.contract.topics import Topic
from sessions.models import QuestionKind
from sessions.platform.exports.form_options import KeptOptions
from sessions.platform.text.form_values import without_controls
from sessions.platform.text.labels import ANSWERED_WORDS, QUESTION_KIND_WORDS, TOPIC_WORDS
from sessions.record.search.choices import OfficeChoice, read_choices
from sessions.record.search.filters import SearchFilters
from sessions.record.search.found import found_questions
from sessions.record.search.question_search import MAX_FOUND, search_records
from sessions.record.search.records import QuestionCounts, count_questions, listed_records


@require_safe
def record_list(request: HttpRequest) -> HttpResponse:
    """The records, the newest first; with words or with filters of questions, the questions in them.

    `?q=`, `?ward=`, `?office=`, `?month=2027-01`, `?topic=`, `?kind=`, `?answered=`, `?page=`.
    """
    words = without_controls(request.GET.get("q", "")).strip()[:MAX_RECORD_SEARCH_LENGTH]
    filters = SearchFilters.from_query(request.GET.dict())
    number = request.GET.get("page", "")[:20]
    context: dict[str, Any] = {"words": words, "filters": filters, "is_search": bool(words) or filters.is_of_questions}
    context |= _questions(words, filters, number) if context["is_search"] else _records(filters, number)
    return render(request, "sessions/record/search/list.html", context | _choices(filters))


def _questions(words: str, filters: SearchFilters, number: str) -> dict[str, Any]:
    result = search_records(words, filters)
    page: Page[int] = Paginator(result.entries, RECORDS_PER_PAGE).get_page(number)
    shown = found_questions(page.object_list, result.terms)
    return {"page": page, "found": shown, "are_more": result.are_more, "most": MAX_FOUND}


def _records(filters: SearchFilters, number: str) -> dict[str, Any]:
    page = Paginator(listed_records(filters), RECORDS_PER_PAGE).get_page(number)
    counts = count_questions(page.object_list)
    return {"page": page, "records": [(record, counts.get(record.pk, QuestionCounts())) for record in page.object_list]}


def _choices(filters: SearchFilters) -> dict[str, Any]:
    """The options of the form's lists."""
    choices = read_choices()
    return {
        "wards": WARDS.html(choices.wards, filters.ward),
        "offices": OFFICES.html(choices.offices, filters.office),
        "months": MONTHS.html(choices.months, filters.month),
        "topics": TOPICS.html(tuple(Topic), filters.topic),
        "kinds": KINDS.html(tuple(QuestionKind), filters.kind),
        "answered": ANSWERED.html(ANSWERED_WORDS, filters.answered),
        "has_filters": bool(filters.query()),
    }


WARDS = KeptOptions[tuple[int, ...]](lambda numbers: ((number, ward_name(number)) for number in numbers))
OFFICES = KeptOptions[list[OfficeChoice]](
    lambda offices: ((each.pk, f"{ward_name(each.ward)}: {office_holder(each.office)}") for each in offices)
)
MONTHS = KeptOptions[list[date]](lambda months: ((f"{month:%Y-%m}", month_and_year(month)) for month in months))
TOPICS = KeptOptions[tuple[Topic, ...]](lambda topics: ((each.value, TOPIC_WORDS[each.value]) for each in topics))
KINDS = KeptOptions[tuple[QuestionKind, ...]](
    lambda kinds: ((each.value, QUESTION_KIND_WORDS[each.value]) for each in kinds)
)
ANSWERED = KeptOptions[Mapping[str, Any]](lambda words: words.items())
