"""The office's page of proposals: confirmed or refused in public; and the clerk's entries from written answers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.pages.staff_page import staff_page
from sessions.city.people.permissions import STEP_DUTIES
from sessions.city.people.ward_staff import Staff, WardDuties
from sessions.contract.limits import PROPOSALS_PER_PAGE
from sessions.models import Answer, Duty, Promise, PromiseState
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import id_in, posted_number
from sessions.promises.pages.proposals.forms import ConfirmForm, PromiseForm
from sessions.promises.pages.proposals.marked import marked_answers
from sessions.promises.sources.clerk import enter_from_written_answer
from sessions.promises.sources.proposals import confirm_proposal, refuse_proposal

MOST_PROPOSALS = 20


@staff_page("office")
def proposals_page(request: HttpRequest, reader: Staff) -> HttpResponse:
    """POST do=confirm or do=refuse with promise and version; do=enter with answer, by a clerk.

    What was entered stays in its form after a refusal.
    """
    person, duties = reader.person, reader.duties
    if request.method != "POST":
        return _show(request, duties)
    do = request.POST.get("do", "")
    if do == "enter":
        return _enter(request, person, duties)
    return _decide(request, person, duties, do)


def _decide(request: HttpRequest, person: Person, duties: WardDuties, do: str) -> HttpResponse:
    promise_id = id_in(request.POST.get("promise", ""))
    promise = _in_wards(duties).filter(pk=promise_id).first() if promise_id is not None else None
    if promise is None or do not in ("confirm", "refuse"):
        return _show(request, duties, status=422)
    form = ConfirmForm(promise.pk, request.POST)
    if not form.is_valid():
        return _show(request, duties, decided=form, status=422)
    seen: dict[str, Any] = {"person": person, "version": posted_number(request.POST.get("version", ""))}
    try:
        if do == "confirm":
            confirm_proposal(promise.pk, **seen, due_on=form.cleaned_data["due_on"])
        else:
            refuse_proposal(promise.pk, **seen, reason=form.cleaned_data["reason"])
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return _show(request, duties, decided=form, status=409 if refused.code == "stale" else 422)
    messages.success(request, _("Saved. Everybody can read it now."))
    return redirect("office_proposals")


def _enter(request: HttpRequest, person: Person, duties: WardDuties) -> HttpResponse:
    form = PromiseForm(posted_number(request.POST.get("answer", "")), request.POST, all_fields=True)
    if form.is_valid():
        try:
            enter_from_written_answer(form.answer_id, clerk=person, promised=form.promised())
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("Saved. Everybody can read it now."))
            return redirect("office_proposals")
    return _show(request, duties, entered=form, status=422)


def _show(
    request: HttpRequest,
    duties: WardDuties,
    *,
    decided: ConfirmForm | None = None,
    entered: PromiseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    proposed = _in_wards(duties).filter(state=PromiseState.PROPOSED, is_withheld=False)
    waiting = proposed.order_by("confirm_by", "pk")[:MOST_PROPOSALS]
    confirming = duties.with_any(STEP_DUTIES["decide"])
    is_clerk = bool(duties.wards.get(Duty.CLERK))
    answers = (
        Paginator(_written_answers(duties), PROPOSALS_PER_PAGE).get_page(request.GET.get("page")) if is_clerk else None
    )
    context = {
        "proposals": [(each, _form_of(each, decided), each.ward_id in confirming) for each in waiting],
        "today": today,
        "refused": decided if decided is not None else entered,
        "is_clerk": is_clerk,
        "page": answers,
        "marked": marked_answers(answers.object_list, today, sent=entered, all_fields=True) if answers else [],
    }
    return render(request, "sessions/promises/proposals/page.html", context, status=status)


def _form_of(promise: Promise, sent: ConfirmForm | None) -> ConfirmForm:
    if sent is not None and sent.promise_id == promise.pk:
        return sent
    return ConfirmForm(promise.pk, initial={"due_on": promise.due_on})


def _in_wards(duties: WardDuties) -> QuerySet[Promise]:
    rows = Promise.objects.filter(ward__in=duties.with_any(STEP_DUTIES["resolve"]))
    return rows.select_related("ward", "question__chat_session", "answer")


def _written_answers(duties: WardDuties) -> QuerySet[Answer]:
    rows = Answer.objects.filter(written=True, question__chat_session__ward__in=duties.wards.get(Duty.CLERK, ()))
    rows = rows.filter(question__are_answers_removed=False).exclude(text="")
    return rows.select_related("question__chat_session__ward", "office").order_by("-given_at", "-pk")
