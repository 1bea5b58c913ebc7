"""One promise as its office sees it: its words, its history, and a form for each possible step."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.models import Promise, PromiseKind, PromiseState
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number
from sessions.promises.pages.office.step_forms import PROMISE_OFFICE_STEPS, PromiseStepForm, offered_steps
from sessions.promises.promise_numbers import read_promise_number
from sessions.promises.public.history import history_of_promise
from sessions.promises.sources.merging import offers_merge


@dataclass(frozen=True, slots=True)
class TriedStep:
    """A step that was not taken. form: with what was written; None for a step that there is not. seen: the version that
    the person saw; where it is stale, what colleagues did since stands above the form."""

    form: PromiseStepForm | None = None
    refused: Refused | None = None
    seen: int = 0

    @property
    def is_stale(self) -> bool:
        return self.refused is not None and self.refused.code == "stale"


@staff_page("office")
def office_promise(request: HttpRequest, reader: Staff, promise_number: str) -> HttpResponse:
    """POST do=<a step> takes it. What was written stays after a refusal."""
    promise = find_of_office(reader, promise_number)
    if request.method != "POST":
        return _show(request, reader, promise)
    do, version = request.POST.get("do", ""), posted_number(request.POST.get("version", ""))
    if do not in PROMISE_OFFICE_STEPS:
        return _show(request, reader, promise, TriedStep())
    form = PromiseStepForm(do, request.POST)
    if not form.is_valid():
        return _show(request, reader, promise, TriedStep(form))
    try:
        form.step.take(promise.pk, person=reader.person, version=version, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return _show(request, reader, find_of_office(reader, promise_number), TriedStep(form, refused, version))
    messages.success(request, _("Saved. Everybody can read it now."))
    return redirect("office_promise", promise_number=promise.number)


def find_of_office(reader: Staff, number: str) -> Promise:
    """One of the person's wards. Raises Http404 for all others."""
    rows = Promise.objects.filter(ward__in=reader.wards).select_related(
        "ward", "holder", "office", "question", "merged_into"
    )
    promise = rows.filter(number=read_promise_number(number) or "").first()
    if promise is None:
        raise Http404
    return promise


def _show(request: HttpRequest, reader: Staff, promise: Promise, tried: TriedStep | None = None) -> HttpResponse:
    history = history_of_promise(promise)
    is_failed, tried = tried is not None, tried or TriedStep()
    form, refused, is_stale = tried.form, tried.refused, tried.is_stale
    names = offered_steps(promise, reader.duties)
    is_offered = form is not None and form.name in names
    context: dict[str, Any] = {
        "promise": promise,
        "history": history,
        "joined": list(promise.merged.order_by("year", "serial").values_list("number", flat=True)),
        "may_join": offers_merge(promise, reader.duties),
        "since": [each for each in history if each.version > tried.seen] if is_stale else [],
        "refused": refused if refused is not None and (is_stale or not is_offered) else None,
        "forms": [form if form is not None and form.name == name else PromiseStepForm(name) for name in names],
        "lost": form if form is not None and not is_offered else None,
        "opened": form.name if form is not None else "",
        "owes_answer": promise.kind == PromiseKind.ANSWER and promise.state == PromiseState.MADE,
    }
    status = 409 if is_stale else 422 if is_failed else 200
    return render(request, "sessions/promises/office/promise.html", context, status=status)
