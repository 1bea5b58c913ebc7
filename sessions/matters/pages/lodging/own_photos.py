"""The photos of one's own complaint or suggestion, each with its state, also those that nobody else sees (yet).

Their addresses are signed for the person, or without an account for the browser into which the receipt was entered,
and end after an hour: an address that is passed on shows nothing, and the receipt stands in none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.matters.lodging.own_history import photo_reasons
from sessions.matters.pages.lodging.shown_form import signed_in_person
from sessions.models import Matter, MatterPhoto
from sessions.platform.people import Person
from sessions.platform.photos.faults import PhotoFault
from sessions.platform.photos.serving import no_picture, picture_response
from sessions.platform.text.digits import digits

SALT: Final = "sessions.matters.own_photo"
SHOWN_S: Final = 3600
LONGEST_REFERENCE: Final = 400
DAMAGED: Final = _("One photo is missing: its file is damaged or incomplete, and cannot be read.")
UNPREPARED_WORDS: Final[Mapping[str, str | Promise]] = {
    PhotoFault.TOO_MANY_PIXELS: _("One photo is missing: it has more than 50 megapixels."),
}


@dataclass(frozen=True, slots=True)
class OwnPhoto:
    """A photo as its author sees it.

    reference: for its address. reason: why it was not accepted; blank for any other state.
    """

    photo: MatterPhoto
    reference: str
    reason: str | Promise


def own_photos(request: HttpRequest, matter: Matter, person: Person | None) -> list[OwnPhoto]:
    """List the author's photos.

    person: the author; None for a visitor with the receipt. Two queries, however many photos there are.
    """
    get_token(request)  # so that its cookie is there
    viewer = _name(person) if person is not None else _name_browser(request)
    reasons: Mapping[str, str | Promise] = photo_reasons(matter)
    return [
        OwnPhoto(photo, signing.dumps([str(photo.pk), viewer], salt=SALT), reasons.get(str(photo.pk), ""))
        for photo in matter.photos.all()
    ]


def unprepared_words(matter: Matter) -> list[str]:
    """A sentence about those that are still to be prepared, and one about each that could not be. One query."""
    faults = [row.fault for row in matter.unprepared_photos.all()]
    waiting = faults.count("")
    words = [str(UNPREPARED_WORDS.get(fault, DAMAGED)) for fault in faults if fault]
    if waiting:
        being_prepared = ngettext(
            "%(n)s photo is being prepared. It appears here a little later.",
            "%(n)s photos are being prepared. They appear here a little later.",
            waiting,
        )
        words.append(being_prepared % {"n": digits(waiting)})
    return words


@never_cache
@require_safe
def own_photo(request: HttpRequest, reference: str) -> HttpResponse:
    """The picture as it is stored now, with `?small` the size for lists. 404 for everybody else, and after an hour."""
    photo = _find(request, reference)
    if photo is None:
        return no_picture()
    return picture_response(photo.sha256, is_approved=False, is_small="small" in request.GET)


def _find(request: HttpRequest, reference: str) -> MatterPhoto | None:
    if len(reference) > LONGEST_REFERENCE:
        return None
    try:
        photo_id, viewer = signing.loads(reference, salt=SALT, max_age=SHOWN_S)
    except signing.BadSignature:
        return None
    person = signed_in_person(request)
    is_theirs = viewer == _name_browser(request) or (person is not None and viewer == _name(person))
    return MatterPhoto.objects.filter(pk=photo_id).first() if is_theirs else None


def _name(person: Person) -> str:
    return f"person {person.public_id}"


def _name_browser(request: HttpRequest) -> str | None:
    """Name the browser by the secret in its cookie against forged requests, without which no receipt can be sent.

    None without it.
    """
    secret = request.META.get("CSRF_COOKIE")
    return f"browser {salted_hmac(SALT, secret, algorithm='sha256').hexdigest()}" if secret else None
