"""Where a form or a link may lead back to: an address of ours, and nothing else."""

from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from django.utils.http import MAX_URL_LENGTH, url_has_allowed_host_and_scheme

BEGINNINGS = ("/", "http://", "https://")
"""An address begins so: anything else redirect() takes for the name of a view, and fails if there is none."""


def own_address(request: HttpRequest, wanted: str) -> str:
    """The address, if it is one of ours and short enough for a redirect; else nothing."""
    is_ours = wanted.startswith(BEGINNINGS) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and len(iri_to_uri(wanted)) <= MAX_URL_LENGTH else ""
