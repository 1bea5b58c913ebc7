"""Where a form or a link may lead back to: an address of ours, and nothing else."""

from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from django.utils.http import MAX_URL_LENGTH, url_has_allowed_host_and_scheme

BEGINNINGS = ("/", "http://", "https://")
"""Anything else redirect() would take for the name of a view, and fail where there is none."""


def own_address(request: HttpRequest, wanted: str) -> str:
    """The address, where it is one of ours and of a length that browsers can be sent to; nothing for any other."""
    is_ours = wanted.startswith(BEGINNINGS) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and len(iri_to_uri(wanted)) <= MAX_URL_LENGTH else ""
