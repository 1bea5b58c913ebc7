"""Photos of a form that is not sent yet: each is stored, and the form holds a signed reference to it.

So they stay through errors and presses on the map. Only the same person can send the reference; what is never sent is
removed a day later (sessions/photos/storage.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.matters.lodging.lodging import LodgedPhoto
from sessions.matters.lodging.photo_allowance import PHOTO_ALLOWANCE
from sessions.people import Person
from sessions.photos.preparing import read_picture
from sessions.photos.storage import keep_picture, read_kept
from sessions.refusals import Refused

MOST: Final = 3
SALT: Final = "sessions.matters.kept_photo"
KEPT_S: Final = 20 * 3600
"""Shorter than the storage keeps what no row names."""

LONGEST_REFERENCE: Final = 400
LONGEST_ALT: Final = 1000
KEY: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """reference: for the form. is_new: it came with this request, so nobody was asked yet what it shows.

    key: by which the page's script knows it, which keeps it in the browser as well; "" without scripts.
    """

    reference: str
    photo: LodgedPhoto
    is_new: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Photos:
    """Those that a form has; error: why one that was sent with it was not taken."""

    kept: Sequence[KeptPhoto] = ()
    error: str | Promise = ""

    @property
    def lodged(self) -> list[LodgedPhoto]:
        return [each.photo for each in self.kept]

    @property
    def lack_words(self) -> bool:
        """Whether there are new ones without a description."""
        return any(each.is_new and not each.photo.alt for each in self.kept)


def read_photos(request: HttpRequest, person: Person) -> Photos:
    """The kept ones that were not removed, and then the new ones, which are stored. At most MOST."""
    references, alts = request.POST.getlist("kept_photo"), request.POST.getlist("kept_alt")
    kept = read_references(references, alts, request.POST.getlist("kept_key"), person)
    kept = [each for each in kept if each.reference not in request.POST.getlist("remove_photo")]
    files, alts, keys = request.FILES.getlist("photos"), request.POST.getlist("alt"), request.POST.getlist("photo_key")
    error: str | Promise = ""
    for file, alt, key in zip(files, _padded(alts, files), _padded(keys, files), strict=False):
        if len(kept) >= MOST:
            error = error or _("At most three photos can be sent.")
            break
        try:
            photo = _store(file, alt[:LONGEST_ALT].strip(), person)
        except Refused as refused:
            error = refused.message
        else:
            if photo.sha256 not in {each.photo.sha256 for each in kept}:
                kept.append(KeptPhoto(_sign(photo, person), photo, is_new=True, key=_key(key)))
    return Photos(kept, error)


def read_references(
    references: Sequence[str], alts: Sequence[str], keys: Sequence[str], person: Person
) -> list[KeptPhoto]:
    """Those that are this person's and still stored, with their descriptions and keys."""
    found = []
    each = zip(references, _padded(alts, references), _padded(keys, references), strict=False)
    for reference, alt, key in list(each)[:MOST]:
        photo = read_reference(reference, person)
        if photo is not None:
            found.append(KeptPhoto(reference, replace(photo, alt=alt[:LONGEST_ALT].strip()), key=_key(key)))
    return found


def read_reference(reference: str, person: Person) -> LodgedPhoto | None:
    """None for what is no reference of this person, too old, or no longer stored."""
    if len(reference) > LONGEST_REFERENCE:
        return None
    try:
        sha256, width, height, whose = signing.loads(reference, salt=SALT, max_age=KEPT_S)
    except signing.BadSignature:
        return None
    if whose != str(person.public_id) or read_kept(sha256) is None:
        return None
    return LodgedPhoto(sha256=sha256, width=width, height=height)


def _padded(words: Sequence[str], of: Sequence[object]) -> list[str]:
    """With "" for those that lack one."""
    return [*words, *[""] * len(of)]


def _key(words: str) -> str:
    return words if KEY.fullmatch(words) else ""


def _store(file: UploadedFile, alt: str, person: Person) -> LodgedPhoto:
    """Raises Refused: photo, photo_busy, photo_no_space."""
    with PHOTO_ALLOWANCE.one(person.pk):
        picture = read_picture(file.read(), claimed=file.content_type or "")
        keep_picture(picture)
    return LodgedPhoto(sha256=picture.sha256, width=picture.width, height=picture.height, alt=alt)


def _sign(photo: LodgedPhoto, person: Person) -> str:
    return signing.dumps([photo.sha256, photo.width, photo.height, str(person.public_id)], salt=SALT)
