"""The ward that somebody chose before they signed in, kept in their cookie session for the sign-in that follows."""

from django.http import HttpRequest

from sessions.models import Ward
from sessions.people import Person
from sessions.refusals import Refused
from sessions.residence import choose_ward

KEY = "chosen_ward"


def remember_ward(request: HttpRequest, ward: Ward) -> None:
    request.session[KEY] = ward.number


def remembered_ward(request: HttpRequest) -> Ward | None:
    number = request.session.get(KEY)
    return Ward.objects.filter(number=number).first() if number is not None else None


def settle(request: HttpRequest, person: Person) -> None:
    """Let a person without a ward live in the one that they chose; whoever has one keeps it. Then it is forgotten."""
    ward = remembered_ward(request)
    if ward is not None and person.ward_id is None:
        try:
            choose_ward(person, ward)
        except Refused:  # in another window, a moment ago: that choice stands
            person.refresh_from_db(fields=["ward", "moved_at"])
    request.session.pop(KEY, None)
