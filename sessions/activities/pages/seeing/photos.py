"""The photographs of activities, as soon as a second person has looked at them, and outside of election freezes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.chats.calendar.lifecycle.freezes import Freezes
from sessions.models import ActivityPhoto, PhotoState
from sessions.platform.photos.serving import FOR_NOBODY_ELSE, no_picture, picture_response

A_DAY = "public, max-age=3600"
"""A day of caching. Not for ever, as other pictures: from one day to the next a freeze may hide it."""


@require_safe
def activity_photo(request: HttpRequest, photo_id: UUID, version: str) -> HttpResponse:
    """404 for what the public may not see now, and for an earlier version."""
    rows = ActivityPhoto.objects.select_related("activity__ward__borough", "activity__borough")
    found = rows.filter(pk=photo_id, state=PhotoState.SHOWN).first()
    if found is None or not found.activity.is_public or found.version != version:
        return no_picture()
    if Freezes(timezone.localdate()).of(found.activity) is not None:
        return no_picture()
    response = picture_response(found.sha256, is_approved=True, is_small="small" in request.GET)
    if response["Cache-Control"] != FOR_NOBODY_ELSE:
        response["Cache-Control"] = A_DAY
    return response
