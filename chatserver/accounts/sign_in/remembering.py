"""How long a device stays signed in, and the language that a person brings to it."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from chatserver.accounts.models import User
from chatserver.accounts.second_factor.mark import is_proven
from sessions.text.languages import remember_language

ON_OWN_DEVICE = timedelta(days=60)
"""From one month's chat to the next but one, without another code."""


def stay_signed_in(request: HttpRequest, *, stays: bool) -> None:
    """For two months on a device of one's own; on any other until the browser is closed.

    Whoever has proven a second factor on the way in keeps the shorter time that goes with it.
    """
    if not is_proven(request.session):
        request.session.set_expiry(int(ON_OWN_DEVICE.total_seconds()) if stays else 0)


def speak_language_of(person: User, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Bring a person's own language to a device on which none has been chosen yet."""
    is_chosen_here = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if person.language != settings.LANGUAGE_CODE and not is_chosen_here:
        return remember_language(response, person.language)
    return response
