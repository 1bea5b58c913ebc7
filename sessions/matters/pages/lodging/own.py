"""The page of one's own complaint or suggestion: right after it was sent, and ever after."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.city.pages.staff_page import turn_away
from sessions.matters.lodging.own import find_own
from sessions.matters.pages.lodging.conversation import act, conversation_context
from sessions.matters.pages.lodging.shown_form import signed_in_person
from sessions.platform.refusals import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_matter(request: HttpRequest, number: str) -> HttpResponse:
    """Show receipt, next steps and history; POST do=add, verdict or withdraw. ?new: it was sent just now."""
    person = signed_in_person(request)
    try:
        if person is None:
            raise Refused("sign_in", _("Please sign in first."))
        matter = find_own(person, number)
    except Refused as refused:
        return turn_away(request, refused)
    if matter.number != number:
        return redirect("own_matter", matter.number)
    refusal = None
    if request.method == "POST":
        try:
            messages.success(request, act(request, matter, person))
        except Refused as refused:
            refusal = refused
        else:
            return redirect("own_matter", matter.number)
    context = conversation_context(request, matter, person) | {"is_new": "new" in request.GET, "refusal": refusal}
    return render(
        request,
        "sessions/matters/lodging/own.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else 200,
    )
