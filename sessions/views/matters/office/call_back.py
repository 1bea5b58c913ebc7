"""Whom to call back: those without an account who are asked whether it is done, or for something else."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sessions.matters.numbers import read_number
from sessions.matters.resolving.clarifying import note_clarification
from sessions.matters.resolving.verdicts import note_verdict
from sessions.models import WORK_STATES, Matter, MatterState, Verdict
from sessions.refusals import Refused
from sessions.views.matters.office.entrance import OfficeReader, for_office
from sessions.views.matters.office.ticked import read_version

PER_PAGE = 20


@for_office
def call_back_page(request: HttpRequest, reader: OfficeReader) -> HttpResponse:
    """POST writes down what somebody said: of a claim fixed, half or not, and their words; or their answer."""
    clerked = reader.duties.with_any(("clerk",))
    refused: Refused | None = None
    if request.method == "POST":
        number = read_number(request.POST.get("number", ""))
        matter = to_call(clerked).filter(number=number).first() if number else None
        if matter is None:
            messages.error(request, _("Somebody has answered that already."))
            return redirect("office_call_back")
        words, version = request.POST.get("words", ""), read_version(request.POST.get("version", ""))
        try:
            if matter.state == MatterState.CLAIMED_DONE:
                verdict = request.POST.get("verdict", "")
                note_verdict(matter.pk, verdict, clerk=reader.person, version=version, words=words)
            else:
                note_clarification(matter.pk, words, clerk=reader.person, version=version)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("Saved."))
            return redirect("office_call_back")
    page = Paginator(to_call(clerked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "verdicts": Verdict.choices,
        "refused": refused,
        "about": request.POST.get("number", "") if refused is not None else "",
        "words": request.POST.get("words", "") if refused is not None else "",
    }
    return render(request, "sessions/matters/office/call_back.html", context, status=422 if refused else 200)


def to_call(wards: frozenset[int]) -> QuerySet[Matter]:
    """Without an account, and claimed done, or waiting for an answer; the oldest first."""
    asked = Q(state=MatterState.CLAIMED_DONE) | Q(state__in=WORK_STATES, clock_stopped_on__isnull=False)
    rows = Matter.objects.filter(asked, ward__in=wards, author=None)
    return rows.select_related("ward", "category").order_by("changed_at", "number")
