"""How long a device stays signed in, and the language that a person brings to a new device."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from chatserver.accounts.models import User
from chatserver.accounts.second_factor.mark import is_proven
from sessions.platform.text.languages import remember_language

ON_OWN_DEVICE = timedelta(days=60)
"""Long enough to reach the next month's chat but one without another code."""


def stay_signed_in(request: HttpRequest, *, stays: bool) -> None:
    """Stay signed in for two months on the person's own device, and on any other until the browser is closed.

    A person who has proven a second factor while signing in keeps the shorter time of that proof.
    """
    if not is_proven(request.session):
        request.session.set_expiry(int(ON_OWN_DEVICE.total_seconds()) if stays else 0)


def bring_language_of(person: User, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Use the person's own language on a device on which none has been chosen yet."""
    is_chosen_here = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if person.language != settings.LANGUAGE_CODE and not is_chosen_here:
        return remember_language(response, person.language)
    return response
