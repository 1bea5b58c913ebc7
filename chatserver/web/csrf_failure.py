"""The answer to a request with a wrong CSRF token: a frame for scripts, a page for people."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from chatserver.live.wire import protocol as wire

SCRIPTS = "/api/"


def refuse_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Scripts get a final nack: the page has the token of an earlier sign-in, and only a reload brings the new one."""
    if not request.path.startswith(SCRIPTS):
        return csrf_failure(request, reason)
    out_of_date = _(
        "Not sent. This page is out of date, perhaps because you signed in or out elsewhere. Please reload it."
    )
    nack = wire.Nack(ref=None, code="forbidden", message=out_of_date)
    return HttpResponse(wire.encode_nack(nack, {}), content_type="application/json", status=403)
