"""Addresses with their origin, as they stand in feeds, on paper and in links that are handed on."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

WholeAddress = Callable[[str], str]


def whole_address(request: HttpRequest, path: str) -> str:
    """Under the first of ORIGINS, whatever host was asked; where there are none, under the host that was asked."""
    if settings.PUBLIC_ORIGINS:
        return f"{settings.PUBLIC_ORIGINS[0]}{path}"
    return request.build_absolute_uri(path)


def addresses_for(request: HttpRequest) -> WholeAddress:
    """The same as a function of the path alone."""
    return lambda path: whole_address(request, path)
