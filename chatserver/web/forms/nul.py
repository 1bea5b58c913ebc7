"""Refuses a NUL before any page: nobody types one, and PostgreSQL stores none.

In one place, because a NUL may stand in any part of any address and in any field of any form.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest

FORM = "application/x-www-form-urlencoded"
ESCAPED = "%00"
BLANK = "+"
"""Put in its place: without it, what stands around it could become another one."""

WORDS = "No form has a NUL.\n"
OF_PROGRAMS = "/open311/"
"""Errors there are in XML or JSON: chatserver/outside/open311/ refuses a NUL itself."""


def refuse_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """404 for an address with a NUL, and 400 for a form. In a query it becomes a blank.

    A form with files is not looked through: its fields refuse a NUL themselves.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace(ESCAPED, BLANK)
        if not request.path_info.startswith(OF_PROGRAMS):
            if "\0" in request.path_info:
                raise Http404
            if _is_in_form(request):
                return HttpResponseBadRequest(WORDS, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return answer


def _is_in_form(request: HttpRequest) -> bool:
    if request.method != "POST" or request.content_type != FORM:
        return False
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return False  # it is refused for its size
    return ESCAPED.encode() in request.body or b"\0" in request.body
