"""Opens what is described for programs to scripts of any site, names its licence, and answers what is missing readably.

What is open is read without a cookie, so that no site learns by it what its visitor alone may see
(https://fetch.spec.whatwg.org/#http-access-control-allow-origin).
"""

import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from chatserver.web.open_data.addresses import OPEN_ROUTES
from sessions.platform.exports.license import license_link
from sessions.record.pages.search.api import PROBLEM

_READING_METHODS = ("GET", "HEAD")


class OpenToPrograms:
    """A middleware inside of that which adds the security headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.route not in OPEN_ROUTES or request.method not in _READING_METHODS:
            return response
        if response.status_code == HTTPStatus.NOT_FOUND and response.headers["Content-Type"].startswith("text/html"):
            response = _not_found()
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
        if response.status_code < HTTPStatus.BAD_REQUEST and (licensed := license_link()):
            response.headers["Link"] = ", ".join(filter(None, (response.headers.get("Link"), licensed)))
        return response


def _not_found() -> HttpResponse:
    detail = "There is nothing here, or a parameter is missing: /api/openapi.json says what may be asked for."
    told = {"type": "about:blank", "title": "Not found", "status": 404, "detail": detail}
    return HttpResponse(json.dumps(told), content_type=PROBLEM, status=HTTPStatus.NOT_FOUND)
