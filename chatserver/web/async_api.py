"""The description of the sockets, at /api/asyncapi.json, for those who write a client."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chatserver.live.wire.async_api import describe_wire_as_json


@require_safe
@cache_control(public=True, max_age=3600)
def async_api(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_description(), content_type="application/json; charset=utf-8")


@cache
def _description() -> bytes:
    return describe_wire_as_json().encode()
