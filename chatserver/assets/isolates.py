"""In pages, marks of bidirectional isolation become <bdi> elements, as HTML asks: nobody copies an invisible mark.

They stay where no element may stand: in attributes, titles, options, text fields, and the words of scripts. An isolate
that names its language (sessions/platform/text/direction/tagged_text.py) becomes <bdi lang="…">, and there it loses
that name.

A text that has words beside its isolated parts becomes one element as a whole. In a flex container or a grid, each
<bdi> and each run of text between two of them would be an item of its own, and the spaces at their ends would not be
shown (CSS Flexible Box Layout 1, section 4).
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from sessions.platform.text.direction.marks import FIRST_STRONG, LANGUAGE_ISOLATE, POP, language_in

_KEPT_OR_TEXT = re.compile(
    r"<(?:(script|style|title|option|textarea|text)\b.*?</\1\s*>|!--.*?-->|[^>]*>)|[^<]+", re.DOTALL | re.IGNORECASE
)
_ONE_IN_ANOTHER = re.compile(rf"{FIRST_STRONG}({FIRST_STRONG}[^{FIRST_STRONG}{POP}]*{POP}){POP}")
_ISOLATE = re.compile(rf"{FIRST_STRONG}[^{FIRST_STRONG}{POP}]*{POP}")


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
    return _KEPT_OR_TEXT.sub(_kept_or_marked, html)


def _kept_or_marked(found: re.Match[str]) -> str:
    part = found[0]
    if FIRST_STRONG not in part and POP not in part:
        return part
    if part[0] == "<":
        return LANGUAGE_ISOLATE.sub(FIRST_STRONG, part)
    text = _ONE_IN_ANOTHER.sub(r"\1", part)
    marked = LANGUAGE_ISOLATE.sub(_in_language, text).replace(FIRST_STRONG, "<bdi>").replace(POP, "</bdi>")
    return _as_one_element(marked) if _has_words_beside_isolates(text) else marked


def _in_language(found: re.Match[str]) -> str:
    return f'<bdi lang="{language_in(found[1])}">'


def _has_words_beside_isolates(text: str) -> bool:
    """False also where an isolate holds elements, and begins or ends in another text than this one."""
    beside, previous = text, ""
    while beside != previous:
        beside, previous = _ISOLATE.sub("", beside), beside
    return bool(beside.strip()) and FIRST_STRONG not in beside and POP not in beside


def _as_one_element(marked: str) -> str:
    """The spaces at its ends stay outside: they part it from the elements beside it."""
    inside = marked.strip()
    return marked.replace(inside, f"<span>{inside}</span>", 1)


def _is_open_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind == "text/html; charset=utf-8" and "Content-Encoding" not in response.headers
