"""The logs of a ward or a borough by month: how much each holds, what seals it, and the file that can be verified."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sessions.city.display import ward_name
from sessions.models import Borough, MonthLog, MonthRecord, StreamName, Ward
from sessions.platform.text.direction.isolating import isolate
from sessions.record.forms.record_facts import json_form
from sessions.record.forms.served_document import served_document
from sessions.record.months.sealing import sealed_from
from sessions.record.pages.log.files import log_refused
from sessions.record.proof.log_refused import LogRefused


@require_safe
def ward_months(request: HttpRequest, number: int) -> HttpResponse:
    ward = get_object_or_404(Ward, number=number)
    return _months(request, ward_name(ward), reverse("ward", args=[number]), MonthLog.objects.filter(ward=ward))


@require_safe
def borough_months(request: HttpRequest, borough_code: str) -> HttpResponse:
    """The months of a borough. borough_code: in small letters, too, as the names of files have it."""
    borough = get_object_or_404(Borough, code__iexact=borough_code)
    logs = MonthLog.objects.filter(borough=borough)
    return _months(request, isolate(borough.name), reverse("borough", args=[borough.code]), logs)


@require_safe
def ward_month_json(_request: HttpRequest, number: int, month: date) -> HttpResponse:
    return _month_json(Q(month_log__ward__number=number, month_log__month=month))


@require_safe
def borough_month_json(_request: HttpRequest, borough_code: str, month: date) -> HttpResponse:
    return _month_json(Q(month_log__borough__code__iexact=borough_code, month_log__month=month))


def _months(request: HttpRequest, name: str, home: str, logs: QuerySet[MonthLog]) -> HttpResponse:
    """Newest first. home: the address of the page whose log it is."""
    rows = [_row(each) for each in _counted(logs).order_by("-month")]
    example = next((row["record"].slug for row in rows if row["record"]), "")
    return render(
        request,
        "sessions/record/log/months.html",
        {"name": name, "home": home, "months": rows, "example": f"{example}.json"},
    )


def _counted(logs: QuerySet[MonthLog]) -> Any:
    """The months with the numbers that the sealed document states, and without the document."""
    tree, states = KeyTransform("tree", "record__document"), KeyTransform("states", "record__document")
    return (
        logs.filter(streams__name=StreamName.WARD)
        .select_related("record")
        .defer("record__document")
        .annotate(so_far=F("streams__seq"), size=KeyTextTransform("size", tree), root=KeyTextTransform("root", tree))
        .annotate(line=KeyTextTransform("index", KeyTransform("0", states)))
    )


def _row(month_log: Any) -> dict[str, Any]:
    """Build the row of a month.

    entries: of a sealed month as the verifier counts them, with the head; of a running one so far.
    """
    is_sealed = month_log.sealed_at is not None
    return {
        "month": month_log.month,
        "record": month_log.record if is_sealed else None,
        "entries": int(month_log.size) if is_sealed else month_log.so_far,
        "root": month_log.root,
        "line": int(month_log.line) if is_sealed else None,
        "sealed_from": sealed_from(month_log.month),
    }


def _month_json(wanted: Q) -> HttpResponse:
    """The sealed month, the same bytes for everybody; 404 before it is sealed, 503 while the log is not published."""
    record = get_object_or_404(MonthRecord, wanted)
    try:
        response = HttpResponse(json_form(served_document(record)), content_type="application/json")
    except LogRefused as refusal:
        response = log_refused(refusal)
    else:
        response["Content-Disposition"] = f'inline; filename="{record.slug}.json"'
    return response
