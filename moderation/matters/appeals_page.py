"""The page on which the person who lodged it appeals, by its receipt, with or without an account.

The receipt is a secret. It is posted with each form, so that it stands in no address, no log and no cookie. Addresses
with a receipt were in use earlier: they ask for one press, which leads to the page.
"""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from moderation.matters.appeals import appeal_matter, may_appeal_matter
from sessions.contract.limits import MAX_CODE_LENGTH
from sessions.matters.pages.lodging.by_receipt import show_search
from sessions.models import Matter
from sessions.platform.refusals import Refused
from sessions.platform.text.receipts import read_receipt

KEPT_LENGTH = 2000


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest) -> HttpResponse:
    """POST code shows what was decided and why, and the form; with do=appeal it appeals. 404 for no such receipt."""
    words = request.POST.get("code", "").strip()[:MAX_CODE_LENGTH]
    if not words:
        return show_search(request)
    matter = _find(words)
    if matter is None:
        return show_search(request, words=words, is_wrong=True, status=404)
    if request.POST.get("do") != "appeal":
        return _show(request, matter)
    person = None if isinstance(request.user, AnonymousUser) else request.user
    try:
        appeal_matter(matter.pk, person=person, receipt=matter.receipt, words=request.POST.get("words", ""))
    except Refused as refused:
        return _show(request, matter, why=refused.message)
    return _show(request, _find(words) or matter, said=_("Your appeal is saved. Another moderator decides about it."))


@never_cache
@require_http_methods(["GET", "HEAD"])
def old_address(request: HttpRequest, code: str) -> HttpResponse:
    """Leads on by a form. Nothing that this page asks for learns its address. 404 for no such receipt."""
    matter = _find(code)
    if matter is None:
        return render(
            request,
            "sessions/chats/receipt/receipt.html",
            {"words": code[:MAX_CODE_LENGTH], "is_wrong": True},
            status=404,
        )
    response = render(request, "moderation/matters/appeal_moved.html", {"matter": matter})
    response["Referrer-Policy"] = "no-referrer"
    return response


def _find(words: str) -> Matter | None:
    code = read_receipt(words)
    rows = Matter.objects.select_related("ward", "appeal_made")
    return rows.filter(receipt=code).first() if code else None


def _show(request: HttpRequest, matter: Matter, *, said: str = "", why: str | Promise = "") -> HttpResponse:
    context = {
        "matter": matter,
        "appeal": getattr(matter, "appeal_made", None),
        "may_appeal": may_appeal_matter(matter),
        "said": said,
        "why": why,
        "written": request.POST.get("words", "")[:KEPT_LENGTH],
    }
    return render(request, "moderation/matters/appeal.html", context, status=422 if why else 200)
