"""The page on which the person who lodged it appeals, by its receipt, with or without an account."""

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from moderation.matters.appeals import appeal_matter, may_appeal
from sessions.models import Matter
from sessions.refusals import Refused
from sessions.text.receipts import read_receipt

KEPT_LENGTH = 2000


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest, code: str) -> HttpResponse:
    """What was decided and why, and the form; 404 for a receipt that is none of a complaint or suggestion."""
    stored = read_receipt(code)
    rows = Matter.objects.select_related("ward", "appeal_made")
    matter = rows.filter(receipt=stored).first() if stored else None
    if matter is None:
        return render(request, "sessions/receipt/receipt.html", {"words": code[:60], "is_wrong": True}, status=404)
    if request.method != "POST":
        return _show(request, matter)
    person = None if isinstance(request.user, AnonymousUser) else request.user
    try:
        appeal_matter(matter.pk, person=person, receipt=matter.receipt, words=request.POST.get("words", ""))
    except Refused as refused:
        return _show(request, matter, refused.message)
    messages.success(request, _("Your appeal is saved. Another moderator decides about it."))
    return redirect("matter_appeal", code=matter.receipt)


def _show(request: HttpRequest, matter: Matter, why: str | Promise = "") -> HttpResponse:
    context = {
        "matter": matter,
        "appeal": getattr(matter, "appeal_made", None),
        "may_appeal": may_appeal(matter),
        "why": why,
        "written": request.POST.get("words", "")[:KEPT_LENGTH],
    }
    return render(request, "moderation/matters/appeal.html", context, status=422 if why else 200)
