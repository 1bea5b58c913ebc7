"""Which addresses are those of push services: a browser names its own, so nothing else is ever called; pure."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

KNOWN_SERVICES = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
"""Hosts of the push services of Chrome and Samsung Internet, Firefox, Safari, and Edge."""

LONGEST_ENDPOINT = 1000
HTTPS_PORT = 443
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def find_services(environment: Mapping[str, str]) -> tuple[str, ...]:
    """PUSH_SERVICES: host names, in which a leading "*." stands for any name before it; or the known ones.

    The origin of a service on this machine (http://127.0.0.1:9000) is for tests. Raises ImproperlyConfigured.
    """
    given = tuple(each.strip().lower() for each in environment.get("PUSH_SERVICES", "").split(",") if each.strip())
    for each in given:
        is_local = each.startswith("http://") and _host(urlsplit(each)) in LOOPBACK
        name = each.removeprefix("*.")
        is_host = "." in name and all(sign.isalnum() or sign in "-." for sign in name) and each.isascii()
        if not is_local and not is_host:
            raise ImproperlyConfigured(f"PUSH_SERVICES names {each[:60]!r}; it must be hosts like push.example.org.")
    return given or KNOWN_SERVICES


def service_of(endpoint: str, services: Iterable[str]) -> str | None:
    """The service, as the setting names it, to which the address belongs; None where it must not be called."""
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return None
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return None
    if parts.username is not None or parts.password is not None or "\\" in endpoint or not parts.path.strip("/"):
        return None
    for service in services:
        if "://" in service:
            if f"{parts.scheme}://{parts.netloc}" == service:
                return service
        elif parts.scheme == "https" and port in {None, HTTPS_PORT} and fnmatchcase(_host(parts), service):
            return service
    return None


def origin_of_endpoint(endpoint: str) -> str:
    """The audience of a token for that address (RFC 6454)."""
    parts = urlsplit(endpoint)
    port = f":{parts.port}" if parts.port not in {None, HTTPS_PORT} else ""
    return f"{parts.scheme}://{_host(parts)}{port}"


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    return f"[{host}]" if ":" in host else host
