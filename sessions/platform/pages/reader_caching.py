"""How long the page of one reader is kept: a visitor's until it changes, that of a signed-in person not at all."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def kept_by_its_reader(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nothing keeps the page of a person who is signed in; anybody else's is sent again only where it has changed."""
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{sha256(response.content).hexdigest()[:24]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
