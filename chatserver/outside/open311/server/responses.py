"""Every request of GeoReport v2 is answered in its own form, errors and refusals too, and read by any site."""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from chatserver.accounts.limits.client_address import client_address_of
from chatserver.outside.open311.server.errors import ServiceError
from chatserver.outside.open311.server.forms import AS_JSON, AS_XML, CONTENT_TYPES, WrittenDocument, write_document
from sessions.platform.clock.token_buckets import TokenBuckets

READING_METHODS = ("GET", "HEAD")
READERS = TokenBuckets(burst=300, per_second=5, max_keys=10_000)
"""Reading by address, in this process. What is sent is bounded by chatserver/web/throttle_strangers.py, and by key."""

type Answering = Callable[..., WrittenDocument]


def georeport(*methods: str) -> Callable[[Answering], Callable[..., HttpResponse]]:
    """A view from a function that returns a WrittenDocument or raises ServiceError. form: xml or json, by the URL."""

    def as_view(answer: Answering) -> Callable[..., HttpResponse]:
        @csrf_exempt  # a program has no cookie of ours, and shows its key
        @wraps(answer)
        def view(request: HttpRequest, form: str, **named: str) -> HttpResponse:
            try:
                _require_method(request, methods)
                _require_turn(request)
                return respond(request, answer(request, **named), form)
            except ServiceError as error:
                return respond_error(request, error, form, allowed=methods)

        return view

    return as_view


def respond(request: HttpRequest, document: WrittenDocument, form: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(write_document(document, form), content_type=CONTENT_TYPES[form], status=status)
    if request.method in READING_METHODS:
        response["Access-Control-Allow-Origin"] = "*"
    else:
        response["Cache-Control"] = "no-store"
    return response


def respond_error(
    request: HttpRequest, error: ServiceError, form: str, *, allowed: tuple[str, ...] = READING_METHODS
) -> HttpResponse:
    response = respond(request, error.document, form, status=error.status)
    response["Cache-Control"] = "no-store"
    if error.status == HTTPStatus.METHOD_NOT_ALLOWED:
        response["Allow"] = ", ".join(allowed)
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def refuse_flood(request: HttpRequest, wait_s: int) -> HttpResponse:
    """Refuse a flood, for a request that is refused before any view runs."""
    return respond_error(request, too_often(wait_s), form_of(request.path))


def too_often(wait_s: int) -> ServiceError:
    return ServiceError(
        HTTPStatus.TOO_MANY_REQUESTS, f"Too many requests. Try again in {wait_s} seconds.", retry_after=wait_s
    )


def form_of(path: str) -> str:
    """The form that the end of an address asks for; XML, which every client of GeoReport reads, where it asks none."""
    return AS_JSON if path.endswith(".json") else AS_XML


def _require_method(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        raise ServiceError(HTTPStatus.METHOD_NOT_ALLOWED, f"Only {' and '.join(methods)} can be answered here.")


def _require_turn(request: HttpRequest) -> None:
    wait_s = READERS.take(client_address_of(request), time.monotonic()) if request.method in READING_METHODS else 0
    if wait_s:
        raise too_often(ceil(wait_s))
