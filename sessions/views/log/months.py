"""The logs of a ward by month: which are sealed, and each as a file that can be verified."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sessions.models import MonthLog, MonthRecord, Ward
from sessions.month_records.sealing import sealed_from
from sessions.record.forms.record_facts import json_form
from sessions.record.proof.log_part import with_log_part
from sessions.record.proof.log_refused import LogRefused
from sessions.views.log.files import log_refused


@require_safe
def months(request: HttpRequest, number: int) -> HttpResponse:
    """Newest first, with the number of events and the file of each sealed one."""
    ward = get_object_or_404(Ward, number=number)
    logs = MonthLog.objects.filter(ward=ward).select_related("record").defer("record__document").order_by("-month")
    rows = [
        {
            "month": each.month,
            "record": each.record if each.sealed_at else None,
            "sealed_from": sealed_from(each.month),
        }
        for each in logs
    ]
    return render(request, "sessions/log/months.html", {"ward": ward, "months": rows})


@require_safe
def month_json(_request: HttpRequest, number: int, month: date) -> HttpResponse:
    """The sealed month, the same bytes for everybody; 404 before it is sealed, 503 while the log is not published."""
    record = get_object_or_404(MonthRecord, month_log__ward__number=number, month_log__month=month)
    try:
        response = HttpResponse(json_form(dict(with_log_part(record.document))), content_type="application/json")
    except LogRefused as refusal:
        response = log_refused(refusal)
    response["Access-Control-Allow-Origin"] = "*"
    return response
