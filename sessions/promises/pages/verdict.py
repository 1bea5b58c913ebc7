"""Whether a promise was kept: the page to which the message leads, with its three buttons, for those who asked."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.models import Promise
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number
from sessions.promises.keeping.verdict_form import verdict_context
from sessions.promises.keeping.verdicts import give_kept_verdict
from sessions.promises.pages.promise_page import find_promise
from sessions.promises.public.words import UNCONFIRMABLE_WORDS

LATER = "later"
"""The third button: they cannot say it yet. Nothing is kept of that."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verdict_page(request: HttpRequest, promise_number: str) -> HttpResponse:
    """POST verdict=kept, not or later. A visitor is asked to sign in first."""
    promise = find_promise(promise_number)
    if promise.number != promise_number:
        return redirect("promise_verdict", promise_number=promise.number)
    person = request.user if request.user.is_authenticated else None
    refusal = None
    if request.method == "POST":
        if person is None:
            return redirect_to_login(request.path)
        try:
            messages.success(request, answer(request, promise, person=person))
        except Refused as refused:
            refusal, promise = refused, find_promise(promise_number)
        else:
            return redirect("promise_verdict", promise_number=promise.number)
    context = {"promise": promise, "refusal": refusal, "unconfirmable": UNCONFIRMABLE_WORDS}
    context |= verdict_context(promise, person)
    return render(
        request, "sessions/promises/verdict.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else 200
    )


def answer(request: HttpRequest, promise: Promise, *, person: Person | None, receipt: str = "") -> str:
    """Save what the form says; answers what is said then. Raises Refused."""
    verdict, claim = request.POST.get("verdict", ""), posted_number(request.POST.get("claim", ""))
    if verdict == LATER:
        return _("That is fine. You can say it later.")
    give_kept_verdict(promise.pk, verdict, person=person, receipt=receipt, claim=claim or None)
    return _("Thank you. Your answer is saved.")
