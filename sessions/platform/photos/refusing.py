"""The refusals of pictures, in words that say what a person can do now."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.platform.photos.faults import PhotoFault
from sessions.platform.refusals import Refused

BUSY_MS: Final = 60_000

WORDS: Final[Mapping[PhotoFault, str | Promise]] = {
    PhotoFault.EMPTY: _("This file is empty. Choose the photo again."),
    PhotoFault.TOO_HEAVY: _(
        "This photo is larger than 8 MB. Choose a smaller one, or take a photo with fewer megapixels."
    ),
    PhotoFault.TOO_MANY_PIXELS: _("This photo has more than 50 megapixels. Choose a smaller one."),
    PhotoFault.HEIC: _(
        "This photo is in the HEIC format. Choose JPEG, or take the photo with the camera of this page."
    ),
    PhotoFault.DRAWING: _("This file is a drawing (SVG). Choose a photo as JPEG, PNG or WebP."),
    PhotoFault.OTHER_FORMAT: _("This file is not a photo that can be read here. Choose JPEG, PNG or WebP."),
    PhotoFault.NOT_AS_CLAIMED: _(
        "This file is of another type than its name says. Save it as JPEG and choose it again."
    ),
    PhotoFault.DAMAGED: _(
        "This photo cannot be read: the file is damaged or incomplete. Choose it again, or take another."
    ),
}


class OutOfSpace(Refused):
    """The disk is full: the picture was not stored, and nothing of it is left."""

    def __init__(self) -> None:
        super().__init__(
            "photo_no_space",
            _("The server cannot store photos at the moment. Send it without photos, or try again later."),
            retry=True,
        )


def photo_refusal(fault: PhotoFault) -> Refused:
    """Return a refusal with the code "photo"; its facts["fault"] names the fault."""
    return Refused("photo", WORDS[fault], facts={"fault": fault.value})


def busy() -> Refused:
    """Too many pictures are being prepared; the same picture can be sent again."""
    return Refused(
        "photo_busy",
        _("Many photos are arriving at the moment. Try again in a minute."),
        retry=True,
        after_ms=BUSY_MS,
    )


def bad_box() -> Refused:
    return Refused("bad_field", _("Draw at least one box, inside of the photo."))
