"""The list of records, with its search."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.contract.limits import MAX_RECORD_SEARCH_LENGTH
from sessions.models import QuestionState, Record, Ward
from sessions.record.search import MAX_FOUND, find_in_records, questions_of
from sessions.text.text_input import fold_digits

PER_PAGE = 20


@require_safe
def record_list(request: HttpRequest) -> HttpResponse:
    """Records, the newest first; with `?q=` the questions in them with these words. `?ward=` filters both."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:MAX_RECORD_SEARCH_LENGTH]
    number = fold_digits(request.GET.get("ward", "").strip()[:MAX_RECORD_SEARCH_LENGTH])
    ward_number = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None
    found = find_in_records(words, ward_number=ward_number) if words else []
    rows: Any = found[:MAX_FOUND] if words else _records(ward_number)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "words": words,
        "ward_number": ward_number,
        "wards": Ward.objects.filter(chat_sessions__record__isnull=False).distinct(),
        "page": page,
        "shown": questions_of(page.object_list) if words else page.object_list,
        "are_more": len(found) > MAX_FOUND,
    }
    return render(request, "sessions/records.html", context)


def _records(ward_number: int | None) -> QuerySet[Record]:
    records = Record.objects.select_related("chat_session__ward", "chat_session__office").defer("document")
    if ward_number is not None:
        records = records.filter(chat_session__ward__number=ward_number)
    in_state, today = "chat_session__questions__state", timezone.localdate()
    on_notice = Q(**{in_state: QuestionState.ON_NOTICE})
    return records.annotate(
        asked=Count("chat_session__questions"),
        answered=Count("chat_session__questions", filter=Q(**{in_state: QuestionState.ANSWERED})),
        owed=Count("chat_session__questions", filter=on_notice),
        overdue=Count("chat_session__questions", filter=on_notice & Q(chat_session__questions__due_on__lt=today)),
    ).order_by("-chat_session__starts_at")
