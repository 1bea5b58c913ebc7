"""The list of records with its search, one record as a page, and the record as JSON."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sessions.contract.limits import MAX_RECORD_SEARCH_LENGTH
from sessions.models import QuestionState, Record, Ward
from sessions.people import Person
from sessions.permissions.access import wards_to_plan
from sessions.record.search import MAX_FOUND, find_in_records, questions_of
from sessions.record.transcript_reader import read_transcript
from sessions.text.absolute_addresses import whole_address
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


@require_safe
def record_page(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(Record.objects.select_related("chat_session__ward"), slug=slug)
    context = {
        "record": record,
        "transcript": read_transcript(record.document),
        "address": whole_address(request, request.path),
        "redaction_count": len({line["n"] for line in record.document["redactions"]}),
        "is_clerk": _is_clerk_of(record.chat_session.ward_id, request.user),
    }
    return render(request, "sessions/record.html", context)


def _is_clerk_of(ward_id: int, user: Person | AnonymousUser) -> bool:
    """Whether the page offers to redact; the page of the redaction itself asks who it is."""
    return not isinstance(user, AnonymousUser) and any(ward.pk == ward_id for ward in wards_to_plan(user))


@require_safe
def record_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """The authoritative record, byte for byte the same for everybody; other sites may read it (CORS)."""
    record = get_object_or_404(Record, slug=slug)
    response = JsonResponse(record.document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _records(ward_number: int | None) -> QuerySet[Record]:
    records = Record.objects.select_related("chat_session__ward", "chat_session__office").defer("document")
    if ward_number is not None:
        records = records.filter(chat_session__ward__number=ward_number)
    in_state = "chat_session__questions__state"
    return records.annotate(
        asked=Count("chat_session__questions"),
        answered=Count("chat_session__questions", filter=Q(**{in_state: QuestionState.ANSWERED})),
    ).order_by("-chat_session__starts_at")
