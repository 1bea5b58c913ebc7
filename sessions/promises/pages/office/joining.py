"""Join a promise with another one of its ward: the number of the one that stays, both side by side, then the word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.models import Promise
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER
from sessions.promises.pages.office.one_promise import find_of_office
from sessions.promises.sources.merging import find_staying, merge, offers_merge, require_mergeable


@staff_page("office")
def join_promise(request: HttpRequest, reader: Staff, promise_number: str) -> HttpResponse:
    """GET `?into=` (a number) shows both; POST joins them. What was typed stays after a refusal."""
    promise = find_of_office(reader, promise_number)
    if request.method == "POST":
        return _join(request, reader, promise)
    typed = _typed(request.GET.get("into", ""))
    return _show(request, reader, promise, typed=typed)


def _join(request: HttpRequest, reader: Staff, promise: Promise) -> HttpResponse:
    typed, version = _typed(request.POST.get("into", "")), posted_number(request.POST.get("version", ""))
    try:
        merge(promise.pk, into=typed, person=reader.person, version=version)
    except Refused as refused:
        return _show(request, reader, find_of_office(reader, promise.number), typed=typed, refused=refused)
    messages.success(request, _("Joined. Everybody can read it now."))
    return redirect("office_promise", promise_number=promise.number)


def _show(
    request: HttpRequest, reader: Staff, promise: Promise, *, typed: str, refused: Refused | None = None
) -> HttpResponse:
    staying = None
    try:
        staying = _both(promise, typed, reader) if typed else None
    except Refused as found:
        refused = refused or found
    context = {
        "promise": promise,
        "staying": staying,
        "typed": typed,
        "refused": refused,
        "may_join": offers_merge(promise, reader.duties),
    }
    status = 200 if refused is None else 409 if refused.code == "stale" else 422
    return render(request, "sessions/promises/office/join.html", context, status=status)


def _both(promise: Promise, typed: str, reader: Staff) -> Promise:
    """The one that would stay. Raises Refused as merge() does."""
    staying = find_staying(promise, typed, person=reader.person)
    require_mergeable(promise, staying)
    return staying


def _typed(number: str) -> str:
    return number.strip()[: LONGEST_WRITTEN_NUMBER + 1]
