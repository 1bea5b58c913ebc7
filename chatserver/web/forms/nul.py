"""Refuses a NUL in an address or in a form: nobody types one, and to PostgreSQL it is no character at all.

In one place, because it may stand in any part of any address and in any field of any form.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

FORM = "application/x-www-form-urlencoded"
ESCAPED = "%00"
WORDS = "No address and no form has a NUL.\n"


def refuse_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """400. A form with files is not looked through: its fields refuse a NUL themselves."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or ESCAPED in request.META.get("QUERY_STRING", "") or _is_in_form(request):
            return HttpResponseBadRequest(WORDS, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return answer


def _is_in_form(request: HttpRequest) -> bool:
    if request.method != "POST" or request.content_type != FORM:
        return False
    return ESCAPED.encode() in request.body or b"\0" in request.body
