"""The photographs of complaints and suggestions, as soon as a moderator has approved them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sessions.models import MatterPhoto, PhotoState
from sessions.platform.photos.serving import no_picture, picture_response


@require_safe
def photo(request: HttpRequest, photo_id: UUID, version: str) -> HttpResponse:
    """The picture, with `?small` the size for lists. 404 for what the public may not see, and for an earlier version:
    where a face was made unrecognisable since, its address is another one."""
    found = MatterPhoto.objects.select_related("matter").filter(pk=photo_id, state=PhotoState.SHOWN).first()
    if found is None or not found.matter.is_shown or found.version != version:
        return no_picture()
    return picture_response(found.sha256, is_approved=True, is_small="small" in request.GET)
