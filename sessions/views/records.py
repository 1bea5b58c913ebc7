"""One record as a page, and the record as JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sessions.models import Record
from sessions.record.transcript_reader import read_transcript
from sessions.text.absolute_addresses import whole_address


@require_safe
def record_page(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(Record.objects.select_related("chat_session__ward"), slug=slug)
    context = {
        "record": record,
        "transcript": read_transcript(record.document),
        "address": whole_address(request, request.path),
    }
    return render(request, "sessions/record.html", context)


@require_safe
def record_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """The authoritative record, byte for byte the same for everybody; other sites may read it (CORS)."""
    record = get_object_or_404(Record, slug=slug)
    response = JsonResponse(record.document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response
