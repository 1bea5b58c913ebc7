"""Refuses requests whose Host header names none of ORIGINS, in public mode. Probes may ask by any address."""

import ipaddress
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
        host = request.META.get("HTTP_HOST", "").lower()
        if request.path in PROBES:
            if is_address(host):  # their answers name no host: any that Django allows will do
                request.META["HTTP_HOST"] = urlsplit(settings.ALLOWED_ORIGINS[0]).netloc
        elif settings.PUBLIC_ORIGINS and host not in host_headers_of(settings.PUBLIC_ORIGINS):
            return HttpResponseBadRequest("This host is not ours.\n", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def is_address(host: str) -> bool:
    """Whether a Host header has a bare address, with or without a port, or is missing: so do load balancers ask.

    A browser that a stranger's website sends here by a name of its own (DNS rebinding) always sends that name.
    """
    try:
        ipaddress.ip_address((urlsplit(f"//{host}").hostname or "") if host else "::")
    except ValueError:
        return False
    return True


def host_headers_of(origins: list[str]) -> set[str]:
    """Host headers as browsers send them, without a default port, and the same with the default port written out."""
    hosts = set()
    for parts in map(urlsplit, origins):
        host = parts.netloc.lower()
        name, usual = host.removesuffix(f":{USUAL_PORTS[parts.scheme]}"), USUAL_PORTS[parts.scheme]
        hosts |= {name, f"{name}:{usual}"} if parts.port in (None, usual) else {host}
    return hosts
