"""In pages, marks of bidirectional isolation become <bdi> elements, as HTML asks: nobody copies an invisible mark.

They stay where no element may stand: in attributes, titles, options, text fields, and the words of scripts.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from sessions.text.direction.marks import FIRST_STRONG, POP

_KEPT_OR_MARK = re.compile(
    r"<(script|style|title|option|textarea|text)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>"
    rf"|{FIRST_STRONG}({FIRST_STRONG}[^{FIRST_STRONG}{POP}<>]*{POP}){POP}"
    rf"|[{FIRST_STRONG}{POP}]",
    re.DOTALL | re.IGNORECASE,
)
_ELEMENTS = {FIRST_STRONG: "<bdi>", POP: "</bdi>"}


class MarkIsolates:
    """The innermost middleware: it reads pages before they are compressed. A page without marks is not copied."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_open_page(response):
            marked = response.content.decode()
            if FIRST_STRONG in marked:
                response.content = with_elements(marked).encode()
        return response


def with_elements(html: str) -> str:
    """HTML whose marks in text are <bdi> elements; one inside of another, with nothing beside it, is one element."""
    return _KEPT_OR_MARK.sub(_element, html)


def _element(found: re.Match[str]) -> str:
    if found[2]:
        return with_elements(found[2])
    return _ELEMENTS.get(found[0], found[0])


def _is_open_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind == "text/html; charset=utf-8" and "Content-Encoding" not in response.headers
