"""Tells whether a request comes from a browser on the server itself, and not through a proxy."""

import ipaddress

from django.http import HttpRequest

SET_BY_PROXIES = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


def is_this_machine(request: HttpRequest) -> bool:
    """False where any header of a proxy is there: from a proxy on this machine, every address looks like it."""
    if any(header in request.headers for header in SET_BY_PROXIES):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
