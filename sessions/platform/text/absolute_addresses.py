"""Absolute addresses, for feeds, paper and messages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

WholeAddress = Callable[[str], str]


def whole_address(request: HttpRequest, path: str) -> str:
    """The address under the first of ORIGINS; without ORIGINS, under the host of the request."""
    if settings.PUBLIC_ORIGINS:
        return f"{settings.PUBLIC_ORIGINS[0]}{path}"
    return request.build_absolute_uri(path)


def addresses_for(request: HttpRequest) -> WholeAddress:
    """whole_address as a function of the path only."""
    return lambda path: whole_address(request, path)


def address_in_messages(path: str) -> str:
    """The address in what is sent without a request: under the first of ORIGINS, or that of the server itself."""
    return f"{settings.ALLOWED_ORIGINS[0]}{path}"
