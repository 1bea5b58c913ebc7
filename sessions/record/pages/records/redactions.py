"""The public list of all redactions: who ordered them, when and on what ground, without a word of what was redacted."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sessions.contract.limits import REDACTIONS_PER_PAGE
from sessions.models import RedactedEntry, RedactionState
from sessions.platform.pages.save_data import rows_for
from sessions.record.redaction.redaction_list import as_document, lines_in_database


@require_safe
def redaction_list(request: HttpRequest) -> HttpResponse:
    """Show the redacted entries of all confirmed redactions, the newest first."""
    rows = RedactedEntry.objects.filter(redaction__state=RedactionState.CONFIRMED)
    rows = rows.select_related("redaction__chat_session__ward", "redaction__chat_session__record")
    rows = rows.defer("redaction__chat_session__record__document").order_by("-redaction__decided_at", "-pk")
    page = Paginator(rows, rows_for(request, REDACTIONS_PER_PAGE)).get_page(request.GET.get("page"))
    return render(request, "sessions/record/redactions.html", {"page": page})


@require_safe
def redactions_json(_request: HttpRequest) -> HttpResponse:
    """The list of all redactions as JSON, for everybody; other sites may read it (CORS)."""
    document = as_document(lines_in_database())
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
