"""The read-only API of the records: for programs of anybody, from any site; described at /api/openapi.json."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt

from sessions.models import Record
from sessions.platform.exports.license import license_field
from sessions.platform.text.absolute_addresses import addresses_for, whole_address
from sessions.record.search.api.answers import api_page_of, whole_record
from sessions.record.search.api.api_query import ApiQuery, BadParameter

PROBLEM = "application/problem+json"
ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cache-Control": "public, max-age=60",
}
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
TITLES = {400: "Bad request", 404: "Not found", 405: "Method not allowed"}

type View = Callable[..., HttpResponse]


def for_programs(view: View) -> View:
    """Answer a read; other methods get a problem (RFC 9457), and a browser's question beforehand its answer (CORS)."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **given: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=ANYWHERE | PREFLIGHT)
        if request.method not in ("GET", "HEAD"):
            return _problem(405, "This API only reads.", {"Allow": PREFLIGHT["Allow"]})
        return view(request, **given)

    return answer


@for_programs
def api_records(request: HttpRequest) -> HttpResponse:
    """A page of records, or of a search in them; `next` and the Link header name the following one."""
    try:
        query = ApiQuery.of(request.GET.dict())
    except BadParameter as bad:
        return _problem(400, str(bad))
    page = api_page_of(query, addresses_for(request))
    following = None
    if page.before is not None:
        following = whole_address(request, f"{reverse('api_records')}?{urlencode(query.following(page.before))}")
    response = _answer(request, license_field() | {"records": page.records, "next": following})
    if following is not None:
        response["Link"] = f'<{following}>; rel="next"'
    return response


@for_programs
def api_record(request: HttpRequest, slug: str) -> HttpResponse:
    """One record with its public questions."""
    record = Record.objects.select_related("chat_session__ward", "chat_session__office").filter(slug=slug).first()
    if record is None:
        return _problem(404, "There is no record with this slug.")
    return _answer(request, license_field() | whole_record(record, addresses_for(request)))


def _answer(request: HttpRequest, value: Any) -> HttpResponse:
    return with_tag(request, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def with_tag(request: HttpRequest, body: bytes) -> HttpResponse:
    """The body with its ETag, or 304 for a client that has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    answer = get_conditional_response(request, etag=etag, response=response) or response
    for name, value in ANYWHERE.items():
        answer[name] = value
    return answer


def _problem(status: int, detail: str, headers: dict[str, str] | None = None) -> HttpResponse:
    told = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
    body, headers = json.dumps(told).encode(), {"Access-Control-Allow-Origin": "*"} | (headers or {})
    return HttpResponse(body, content_type=PROBLEM, status=status, headers=headers)
