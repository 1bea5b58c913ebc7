"""The answer with a stored picture, as each view gives it that knows who may see it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sessions.platform.photos.small import small_picture
from sessions.platform.photos.storage import read_kept

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
