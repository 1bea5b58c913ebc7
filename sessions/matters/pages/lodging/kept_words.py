"""What somebody wrote before they signed in, agreed to the notice, or may send again: kept in their browser.

It is in cookies that only the form's address gets, signed and compressed. The server keeps nothing about a visitor.
"""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

SALT: Final = "sessions.matter_words"
COOKIES: Final = ("matter_words", "matter_words_2")
LARGEST_COOKIE: Final = 3800
"""Bytes: browsers take 4,096 with the name and what stands beside it."""

KEPT: Final = timedelta(hours=2)
NAMES: Final = (
    "kind",
    "category",
    "text",
    "ward",
    "ref",
    "about",
    "named",
    "place_lat",
    "place_lon",
    "place_around",
    "place_zoom",
    "place_near",
    "place_landmark",
)
LISTS: Final = ("kept_photo", "kept_alt", "kept_key")
LONGEST: Final = 8000
"""Code points of each field: more than any that is accepted."""


def keep_words(request: HttpRequest, response: HttpResponse, *, photos: list[tuple[str, str, str]]) -> bool:
    """Set the cookies; False for words that are too many for them. photos: of each that is stored its reference, what
    it shows and its key."""
    kept: dict[str, Any] = {name: request.POST.get(name, "")[:LONGEST] for name in NAMES}
    for place, name in enumerate(LISTS):
        kept[name] = [photo[place] for photo in photos]
    signed = signing.dumps(kept, salt=SALT, compress=True)
    if len(signed) > LARGEST_COOKIE * len(COOKIES):
        return False
    for number, name in enumerate(COOKIES):
        part = signed[number * LARGEST_COOKIE : (number + 1) * LARGEST_COOKIE]
        response.set_cookie(
            name,
            part,
            max_age=KEPT,
            path=reverse("lodge_matter"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return True


def kept_words(request: HttpRequest) -> QueryDict | None:
    """The kept fields, as the form would post them; None where nothing is kept."""
    signed = "".join(request.COOKIES.get(name, "") for name in COOKIES)
    try:
        kept: dict[str, Any] = signing.loads(signed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    fields = QueryDict(mutable=True)
    for name in NAMES:
        fields[name] = kept.get(name, "")
    for name in LISTS:
        fields.setlist(name, kept.get(name, []))
    return fields


def forget_words(response: HttpResponse) -> HttpResponse:
    """Delete the cookies, and return the response."""
    for name in COOKIES:
        response.delete_cookie(name, path=reverse("lodge_matter"), samesite="Lax")
    return response
