"""The ward that a visitor chose before signing in, in a signed cookie."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sessions.city.wards.ward_change import choose_ward
from sessions.models import Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

SALT = "sessions.chosen_ward"
KEPT = timedelta(days=1)


def remember_ward(response: HttpResponse, ward: Ward) -> HttpResponse:
    """Set the cookie, and return the response. The server keeps nothing about a visitor."""
    response.set_signed_cookie(
        settings.CHOSEN_WARD_COOKIE_NAME,
        str(ward.number),
        salt=SALT,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def remembered_ward(request: HttpRequest) -> Ward | None:
    number = request.get_signed_cookie(settings.CHOSEN_WARD_COOKIE_NAME, None, salt=SALT, max_age=KEPT)
    return Ward.objects.filter(number=number).first() if number is not None else None


def keep_chosen_ward(request: HttpRequest, person: Person) -> None:
    """Give a person without a ward the one that they chose; a person with a ward keeps it."""
    ward = remembered_ward(request) if person.ward_id is None else None
    if ward is not None:
        try:
            choose_ward(person, ward)
        except Refused:  # chosen in another window a moment ago: that choice stands
            person.refresh_from_db(fields=["ward", "moved_at"])


def forget_ward(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Delete the cookie, so that the next person on this device chooses for themselves; return the response."""
    if settings.CHOSEN_WARD_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.CHOSEN_WARD_COOKIE_NAME, samesite="Lax")
    return response
