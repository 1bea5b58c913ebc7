"""A conversation by receipt: who has the receipt needs no account.

The receipt is a secret. It is posted with each form, so that it stands in no address, no log and no cookie.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sessions.contract.limits import MAX_RECEIPT_LENGTH
from sessions.matters.lodging.own import find_by_receipt
from sessions.matters.pages.lodging.conversation import act, conversation_context
from sessions.platform.refusals import Refused


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def matter_receipt(request: HttpRequest) -> HttpResponse:
    """POST code finds it; with do=add, verdict or withdraw it does that, too. 404 where nothing has this receipt."""
    words = request.POST.get("code", "").strip()[:MAX_RECEIPT_LENGTH]
    if not words:
        return show_search(request)
    matter = find_by_receipt(words)
    if matter is None:
        return show_search(request, words=words, is_wrong=True, status=404)
    said, refusal = "", None
    if request.POST.get("do"):
        try:
            said = act(request, matter, None)
        except Refused as refused:
            refusal = refused
        matter = find_by_receipt(matter.receipt) or matter
    context = conversation_context(request, matter, None) | {"said": said, "refusal": refusal, "code": matter.receipt}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else 200
    return render(request, "sessions/matters/lodging/by_receipt.html", context, status=status)


def show_search(
    request: HttpRequest, *, words: str = "", is_wrong: bool = False, too_often: object = "", status: int = 200
) -> HttpResponse:
    """The form for the receipt."""
    context = {"words": words, "is_wrong": is_wrong, "too_often": too_often}
    return render(request, "sessions/matters/lodging/by_receipt.html", context, status=status)
