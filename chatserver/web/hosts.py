"""In public mode, answers under the hosts of ORIGINS alone; names of this machine are good for health probes only."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

PROBES = ("/healthz", "/readyz", "/metrics")
USUAL_PORTS = {"http": 80, "https": 443}


class OnlyOurHosts:
    """A host with another port is another one: Django's own check looks at the name alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PUBLIC_ORIGINS and request.path not in PROBES:
            host = request.META.get("HTTP_HOST", "").lower()
            if host not in hosts_of(settings.PUBLIC_ORIGINS):
                return HttpResponseBadRequest("This host is not ours.\n", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def hosts_of(origins: list[str]) -> set[str]:
    """As browsers write them: the port only where it is not the usual one. Written out, the usual one is the same."""
    hosts = set()
    for parts in map(urlsplit, origins):
        host = parts.netloc.lower()
        name, usual = host.removesuffix(f":{USUAL_PORTS[parts.scheme]}"), USUAL_PORTS[parts.scheme]
        hosts |= {name, f"{name}:{usual}"} if parts.port in (None, usual) else {host}
    return hosts
