"""What the templates of the form need, on each page that has it."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from sessions.city.places.place_form import place_context
from sessions.matters.pages.lodging.form import Filled
from sessions.platform.pages.save_data import saves_data
from sessions.platform.people import Person


def signed_in_person(request: HttpRequest) -> Person | None:
    """None for a visitor."""
    return None if isinstance(request.user, AnonymousUser) else request.user


def form_context(request: HttpRequest, filled: Filled) -> dict[str, Any]:
    """The values for templates/sessions/matters/lodging/form/_fields.html."""
    place = filled.place
    return {
        "filled": filled,
        "form": filled.form,
        "errors": filled.form.errors if filled.is_checked else {},
        "ward": filled.ward,
        "lacks_ward": filled.is_checked and filled.ward is None,
        "place": place_context(place, saves_data=saves_data(request)) if place is not None else None,
        "photos": filled.photos,
    }
