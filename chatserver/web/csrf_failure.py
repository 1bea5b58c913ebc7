"""The answer to a request with a wrong CSRF token: a frame for scripts, a page for people."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from chatserver.live.wire import protocol as wire

SCRIPTS = "/api/"


def refuse_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Scripts get a final nack: the page has the token of an earlier sign-in, and only a reload brings the new one."""
    if not request.path.startswith(SCRIPTS):
        return HttpResponse(_page(get_language() or settings.LANGUAGE_CODE), status=403)
    out_of_date = _(
        "Not sent. This page is out of date, perhaps because you signed in or out elsewhere. Please reload it."
    )
    nack = wire.Nack(ref=None, code="forbidden", message=out_of_date)
    return HttpResponse(wire.encode_nack(nack, {}), content_type="application/json", status=403)


@cache
def _page(language: str) -> str:
    """Rendered once for each language: it has to cost nothing in a flood, in which nothing counts such requests."""
    with override(language):
        return render_to_string("403_csrf.html")
