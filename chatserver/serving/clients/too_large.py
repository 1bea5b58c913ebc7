"""The answer to a request that is too large: a page in the reader's language with what to do, a line for programs.

Servers refuse such a body before the application sees anything of it, so the whole answer is made here.
"""

from collections.abc import Iterable
from functools import cache

from django.http import HttpRequest, parse_cookie
from django.template.loader import render_to_string
from django.utils import translation

from chatserver.serving.clients.request_limits import WITH_PHOTOS

PLAIN = b"The request is too large.\n"
LONGEST_HEADER = 4096
PROGRAMS = (b"/api/", b"/open311/")

POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; manifest-src 'self'"
"""The page runs no scripts and sends no form."""


def too_large_answer(path: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The whole answer, after which the connection ends. path: as the client wrote it. headers: with names
    in small letters.
    """
    given = {name: value[:LONGEST_HEADER].decode("latin-1") for name, value in headers}
    if path.startswith(PROGRAMS) or "text/html" not in given.get(b"accept", ""):
        return _answer(PLAIN, "Content-Type: text/plain; charset=utf-8")
    language = _language(given.get(b"accept-language", ""), given.get(b"cookie", ""))
    page = _page(language, has_photos=WITH_PHOTOS.match(path) is not None)
    return _answer(
        page,
        "Content-Type: text/html; charset=utf-8",
        f"Content-Language: {language}",
        f"Content-Security-Policy: {POLICY}",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: same-origin",
    )


def _language(accepted: str, cookies: str) -> str:
    """Choose the language like the pages: by the cookie of the choice, else by what the browser prefers."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"], request.COOKIES = accepted, parse_cookie(cookies)
    return translation.get_language_from_request(request)


@cache
def _page(language: str, *, has_photos: bool) -> bytes:
    """Rendered once for each language: it has to cost nothing under a flood."""
    with translation.override(language):
        return render_to_string("413.html", {"has_photos": has_photos}).encode()


def _answer(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 413 Content Too Large", *headers, "Cache-Control: no-store", "Connection: close"]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode("ascii") + body
