"""Whether a promise was kept, by the receipt of a complaint or suggestion: who has it needs no account.

The receipt is a secret. It is posted with each form, so that it stands in no address, no log and no cookie. That of a
question is none: everybody can read it, so it opens nothing here.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sessions.contract.limits import MAX_CODE_LENGTH
from sessions.models import Matter, Promise, Question
from sessions.platform.refusals import Refused
from sessions.platform.text.receipts import read_receipt
from sessions.promises.keeping.askers import promises_by_receipt
from sessions.promises.keeping.verdict_form import verdict_context
from sessions.promises.pages.verdict import answer


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def promise_receipt(request: HttpRequest) -> HttpResponse:
    """POST code lists what was promised; with number and verdict it says that, too. 404 for a receipt of nothing."""
    words = request.POST.get("code", "").strip()[:MAX_CODE_LENGTH]
    if not words:
        return show_promise_search(request)
    code = read_receipt(words)
    if code is None or not Matter.objects.filter(receipt=code).exists():
        is_question = code is not None and Question.objects.filter(receipt=code).exists()
        return show_promise_search(request, words=words, is_wrong=not is_question, is_question=is_question, status=404)
    promises = promises_by_receipt(code)
    said, refusal = "", None
    if request.POST.get("verdict", ""):
        try:
            said = _answer(request, promises, code)
        except Refused as refused:
            refusal = refused
        promises = promises_by_receipt(code)
    rows = [(each, verdict_context(each, None, receipt=code)["verdict_form"]) for each in promises]
    context = {"rows": rows, "said": said, "refusal": refusal, "code": code, "is_found": True}
    return render(
        request,
        "sessions/promises/by_receipt.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else 200,
    )


def show_promise_search(
    request: HttpRequest,
    *,
    words: str = "",
    is_wrong: bool = False,
    is_question: bool = False,
    too_often: object = "",
    status: int = 200,
) -> HttpResponse:
    """The form for the receipt."""
    context = {"words": words, "is_wrong": is_wrong, "is_question": is_question, "too_often": too_often}
    return render(request, "sessions/promises/by_receipt.html", context, status=status)


def _answer(request: HttpRequest, promises: list[Promise], code: str) -> str:
    """Answer for the chosen promise of this receipt; blank for any other number. Raises Refused."""
    number = request.POST.get("number", "")
    for promise in promises:
        if promise.number == number:
            return answer(request, promise, person=None, receipt=code)
    return ""
