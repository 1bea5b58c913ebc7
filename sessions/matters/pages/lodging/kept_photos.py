"""Photos of a form that is not sent yet: each is stored, and the form holds a signed reference to it.

So they stay through errors and presses on the map. Only the same person can send the reference; what is never sent is
removed a day later (sessions/platform/photos/storage.py). While too many photos come at once, the file is kept as it
was sent, and its picture is made once there is time (sessions/matters/lodging/preparing_photos.py): nobody has to come
again. Such a file stays for an hour while its form is not sent; then the form says that the photo is to be chosen
again.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.contract.limits import MAX_ALT_GRAPHEMES, MAX_CODE_POINTS_EACH, MAX_MATTER_PHOTOS
from sessions.matters.lodging.lodging import LodgedFile, LodgedPhoto
from sessions.matters.lodging.photo_allowance import PHOTO_ALLOWANCE
from sessions.matters.lodging.preparing_photos import is_file_known, keep_file
from sessions.platform.people import Person
from sessions.platform.photos.preparing import read_picture
from sessions.platform.photos.storage import keep_picture, read_kept
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_optional_line

SALT: Final = "sessions.matters.kept_photo"
KEPT_S: Final = 20 * 3600
"""Shorter than the storage keeps what no row names."""

LONGEST_REFERENCE: Final = 400
KEY: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that a form keeps.

    reference: for the form. is_new: it came with this request, so nobody was asked yet what it shows.

    alt: what it shows, as it was typed; photo.alt has it clean. error: what is wrong with alt.

    key: by which the page's script knows it, which keeps it in the browser as well; "" without scripts. content: the
    same for the same photo: of a picture its name, of a file that is not prepared yet the SHA-256 of what was sent.
    """

    reference: str
    photo: LodgedPhoto | LodgedFile
    content: str
    alt: str = ""
    error: str | Promise = ""
    is_new: bool = False
    key: str = ""

    @property
    def is_prepared(self) -> bool:
        return isinstance(self.photo, LodgedPhoto)


@dataclass(frozen=True, slots=True)
class Photos:
    """The photos of a form; error: why a photo that was sent with it was not accepted."""

    kept: Sequence[KeptPhoto] = ()
    error: str | Promise = ""

    @property
    def lodged(self) -> list[LodgedPhoto | LodgedFile]:
        return [each.photo for each in self.kept]

    @property
    def lack_words(self) -> bool:
        """Whether there are new ones without a description."""
        return any(each.is_new and not each.alt for each in self.kept)


def read_photos(request: HttpRequest, person: Person) -> Photos:
    """The kept ones that were not removed, and then the new ones, which are stored. At most MAX_MATTER_PHOTOS."""
    references, alts = request.POST.getlist("kept_photo"), request.POST.getlist("kept_alt")
    kept = read_references(references, alts, request.POST.getlist("kept_key"), person)
    removed = request.POST.getlist("remove_photo")
    kept = [each for each in kept if each.reference not in removed]
    files, alts, keys = request.FILES.getlist("photos"), request.POST.getlist("alt"), request.POST.getlist("photo_key")
    error: str | Promise = ""
    if any(_is_gone(reference, person) for reference in references[:MAX_MATTER_PHOTOS] if reference not in removed):
        error = _("A photo is no longer here, because the form was open for a long time. Please choose it again.")
    for file, alt, key in zip(files, _padded(alts, files), _padded(keys, files), strict=False):
        if len(kept) >= MAX_MATTER_PHOTOS:
            error = error or _("At most three photos can be sent.")
            break
        try:
            photo = _store(file.read(), file.content_type or "", {each.content for each in kept}, person)
        except Refused as refused:
            error = refused.message
        else:
            if photo is not None:
                kept.append(_described(photo, alt, key, is_new=True))
    return Photos(kept, error or next((each.error for each in kept if each.error), ""))


def read_references(
    references: Sequence[str], alts: Sequence[str], keys: Sequence[str], person: Person
) -> list[KeptPhoto]:
    """The photos that belong to this person and are still stored, with their descriptions and keys."""
    found = []
    each = zip(references, _padded(alts, references), _padded(keys, references), strict=False)
    for reference, alt, key in list(each)[:MAX_MATTER_PHOTOS]:
        photo = read_reference(reference, person)
        if photo is not None:
            found.append(_described(photo, alt, key))
    return found


def read_reference(reference: str, person: Person) -> KeptPhoto | None:
    """None for what is no reference of this person, too old, or no longer stored."""
    facts = _read_facts(reference, person)
    if facts is None:
        return None
    if len(facts) == len(("name", "content")):
        name, content = facts
        return KeptPhoto(reference, LodgedFile(name=name), content) if is_file_known(name) else None
    name, width, height = facts
    if read_kept(name) is None:
        return None
    return KeptPhoto(reference, LodgedPhoto(sha256=name, width=width, height=height), name)


def _read_facts(reference: str, person: Person) -> list[Any] | None:
    if len(reference) > LONGEST_REFERENCE:
        return None
    try:
        *facts, whose = signing.loads(reference, salt=SALT, max_age=KEPT_S)
    except signing.BadSignature:
        return None
    return facts if whose == str(person.public_id) else None


def _is_gone(reference: str, person: Person) -> bool:
    """Whether it is this person's and valid, but what it names is no longer stored."""
    return _read_facts(reference, person) is not None and read_reference(reference, person) is None


def _padded(words: Sequence[str], of: Sequence[object]) -> list[str]:
    """The values, padded with "" for those that lack one."""
    return [*words, *[""] * len(of)]


def _key(words: str) -> str:
    return words if KEY.fullmatch(words) else ""


def _described(kept: KeptPhoto, alt: str, key: str, *, is_new: bool = False) -> KeptPhoto:
    typed, error = alt[: MAX_ALT_GRAPHEMES * MAX_CODE_POINTS_EACH].strip(), ""
    try:
        photo = replace(kept.photo, alt=clean_optional_line(typed, max_graphemes=MAX_ALT_GRAPHEMES))
    except Refused as refused:
        photo, error = kept.photo, str(refused.message)
    return replace(kept, photo=photo, alt=typed, error=error, key=_key(key), is_new=is_new)


def _store(file: bytes, claimed: str, known: Collection[str], person: Person) -> KeptPhoto | None:
    """None for one whose content is known. Raises Refused: photo, photo_busy, photo_no_space.

    One for which there is no turn now is kept as it was sent, once its first bytes were looked at.
    """
    content = sha256(file).hexdigest()
    if content in known:
        return None
    with PHOTO_ALLOWANCE.one(person.pk):
        try:
            picture = read_picture(file, claimed=claimed)
        except Refused as refused:
            if refused.code != "photo_busy":
                raise
            name = keep_file(file, person.pk)
            return KeptPhoto(_sign([name, content], person), LodgedFile(name=name), content)
        if picture.sha256 in known:
            return None
        keep_picture(picture)
    photo = LodgedPhoto(sha256=picture.sha256, width=picture.width, height=picture.height)
    return KeptPhoto(_sign([photo.sha256, photo.width, photo.height], person), photo, photo.sha256)


def _sign(facts: list[str | int], person: Person) -> str:
    return signing.dumps([*facts, str(person.public_id)], salt=SALT)
