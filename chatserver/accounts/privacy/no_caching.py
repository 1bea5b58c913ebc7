"""Keeps the pages of a signed-in user out of every cache, so that nothing is shown after signing out."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class KeepPrivatePagesOutOfCaches:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_private = settings.SESSION_COOKIE_NAME in request.COOKIES
        if is_private and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response
