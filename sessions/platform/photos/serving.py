"""The answer with a stored picture, as each view gives it that knows who may see it."""

import logging
from io import BytesIO
from threading import Lock

from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import Image

from sessions.contract.limits import SMALL_PHOTO_SIDE
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.storage import SMALL_FOLDER, path_of_picture, read_kept, write_picture

FOR_EVER = "public, max-age=31536000, immutable"
"""A picture never changes under its name."""

FOR_NOBODY_ELSE = "private, no-store"


def picture_response(sha256: str, *, is_approved: bool, is_small: bool = False) -> HttpResponse:
    """200, or 404 for what is not there or is no picture's name.

    is_approved: whether everybody may see it. The view has asked before whether this person may see one that is not:
    for the public it answers no_picture(). is_small: the size for lists.
    """
    webp = small_picture(sha256) if is_small else read_kept(sha256)
    if webp is None:
        return no_picture()
    return HttpResponse(
        webp,
        content_type="image/webp",
        headers={
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": FOR_EVER if is_approved else FOR_NOBODY_ELSE,
        },
    )


def no_picture() -> HttpResponse:
    """404, the same for a picture that is not there and for one that is not to be seen."""
    words = _("This picture is not available.")
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": FOR_NOBODY_ELSE}
    return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8", headers=headers)


# The smaller size of a stored picture, for lists: made when it is first asked for, and kept.

logger = logging.getLogger(__name__)
_making = Lock()
"""One at a time: a list asks for many at once."""


def small_picture(sha256: str) -> bytes | None:
    """WebP with no side longer than SMALL_PHOTO_SIDE pixels; None where the picture is not there (any longer).

    It is made in this process: the stored file is our own, and neither large nor a stranger's.
    """
    whole = read_kept(sha256)
    if whole is None:
        return None
    path = path_of_picture(sha256, folder=SMALL_FOLDER)
    with _making:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            small = _make_small(whole)
        try:
            write_picture(path, small)
        except OSError as error:  # a full disk: the reader gets it all the same
            logger.warning("Caching the smaller size of a photo failed: %s.", error.strerror)
    if not path_of_picture(sha256).exists():
        path.unlink(missing_ok=True)  # removed meanwhile
    return small


def _make_small(whole: bytes) -> bytes:
    with Image.open(BytesIO(whole), formats=("WEBP",)) as image:
        plain = image.convert("RGB")
    plain.thumbnail((SMALL_PHOTO_SIDE, SMALL_PHOTO_SIDE))
    plain.info.clear()
    return encode_picture(plain).webp
