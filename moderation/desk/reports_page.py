"""The open reports of one chat with their clocks, what is due first; it works without scripts, and after the chat."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation.desk.conflicts import questions_passed_on
from sessions.city.display import ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.models import ChatSession, Report
from sessions.platform.text.labels import REPORT_WORDS

MOST_SHOWN = 100


@require_safe
@staff_page("desk")
def reports_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    rows = Report.objects.unsettled().filter(question__chat_session=chat_session).select_related("question")
    assert not isinstance(request.user, AnonymousUser), "nobody comes to the desk without an account"
    now, left = timezone.now(), questions_passed_on(chat_session, request.user)
    may = "report.dismiss" in admission.may
    context = {
        "heading": _("{ward}: reports").format(ward=ward_name(chat_session.ward.number)),
        "reports": [
            _shown(each, now) | {"may_decide": may and each.question_id not in left}
            for each in rows.order_by("due_at", "reported_at")[:MOST_SHOWN]
        ],
        "do_url": reverse("do", args=[chat_session_id]),
        "desk_url": reverse("desk", args=[chat_session_id]),
    }
    return render(request, "moderation/questions/reports/reports.html", context)


def _shown(report: Report, now: datetime) -> dict[str, Any]:
    """An older report has no clock."""
    return {
        "report": report,
        "question": report.question,
        "reason": REPORT_WORDS.get(report.reason, report.reason),  # type: ignore[call-overload]
        "is_late": report.acknowledged_at is None and _is_past(report.acknowledge_by, now),
        "is_overdue": _is_past(report.due_at, now),
    }


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment < now
