"""Refuses requests whose Host header names none of ORIGINS, in public mode. Health probes may name this machine."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

from chatserver.config.probes import PROBES

USUAL_PORTS = {"http": 80, "https": 443}


class AllowedHostsMiddleware:
    """Checks the port, too: Django's ALLOWED_HOSTS is about the name only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PUBLIC_ORIGINS and request.path not in PROBES:
            host = request.META.get("HTTP_HOST", "").lower()
            if host not in host_headers_of(settings.PUBLIC_ORIGINS):
                return HttpResponseBadRequest("This host is not ours.\n", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def host_headers_of(origins: list[str]) -> set[str]:
    """Host headers as browsers send them, without a default port, and the same with the default port written out."""
    hosts = set()
    for parts in map(urlsplit, origins):
        host = parts.netloc.lower()
        name, usual = host.removesuffix(f":{USUAL_PORTS[parts.scheme]}"), USUAL_PORTS[parts.scheme]
        hosts |= {name, f"{name}:{usual}"} if parts.port in (None, usual) else {host}
    return hosts
