"""Whom to call back: those without an account who are asked whether it is done, or for something else.

Where they told a clerk a number or an address, they are asked by a message, too, and the list says so.
A person with an account is asked by the reminders that they chose. Those who chose none are in a list of their own: the
clerk knows no number of theirs, and can only hang up a notice; they see the question on their own page.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.contract.limits import CALLS_PER_PAGE
from sessions.matters.matter_numbers import read_matter_number
from sessions.matters.resolving.clarifying import note_clarification
from sessions.matters.resolving.verdicts import note_verdict
from sessions.models import WORK_STATES, Following, Matter, MatterState, Verdict
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number


@staff_page("office")
def call_back_page(request: HttpRequest, reader: Staff) -> HttpResponse:
    """POST writes down what somebody said: of a claim fixed, half or not, and their words; or their answer."""
    clerked = reader.duties.with_any(("clerk",))
    refused: Refused | None = None
    if request.method == "POST":
        number = read_matter_number(request.POST.get("number", ""))
        matter = to_call(clerked).filter(number=number).first() if number else None
        if matter is None:
            messages.error(request, _("Somebody has answered that already."))
            return redirect("office_call_back")
        words, version = request.POST.get("words", ""), posted_number(request.POST.get("version", ""))
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
    page = Paginator(to_call(clerked), CALLS_PER_PAGE).get_page(request.GET.get("page"))
    unreached = asked_by_nobody(clerked)
    context = {
        "page": page,
        "unreached": unreached[:CALLS_PER_PAGE],
        "how_many_unreached": unreached.count(),
        "verdicts": Verdict.choices,
        "refused": refused,
        "about": request.POST.get("number", "") if refused is not None else "",
        "words": request.POST.get("words", "") if refused is not None else "",
    }
    return render(request, "sessions/matters/office/call_back.html", context, status=422 if refused else 200)


def to_call(wards: frozenset[int]) -> QuerySet[Matter]:
    """Residents to be called: without an account, and claimed done, or waiting for an answer; the oldest first."""
    return _asked(wards).filter(author=None)


def asked_by_nobody(wards: frozenset[int]) -> QuerySet[Matter]:
    """Matters with an open question to an author who has an account but gets no reminders; the oldest first."""
    reminded = Exists(Following.objects.filter(person=OuterRef("author")))
    return _asked(wards).filter(~reminded, author__isnull=False)


def _asked(wards: frozenset[int]) -> QuerySet[Matter]:
    asked = Q(state=MatterState.CLAIMED_DONE) | Q(state__in=WORK_STATES, clock_stopped_on__isnull=False)
    rows = Matter.objects.filter(asked, ward__in=wards)
    return rows.select_related("ward", "category", "following").order_by("changed_at", "number")
