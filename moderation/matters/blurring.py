"""Blurs faces and number plates in a photo: the blurred file replaces the old one, which is deleted."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.matters.deciding import DecidedPart, lock_matter_seen, save_matter_decision
from moderation.matters.photos import find_photo, photo_not_now, tell_shown
from moderation.models import MatterPart
from sessions.matters.steps import matter_state_facts
from sessions.models import Matter, MatterPhoto, PhotoState
from sessions.models.photo_references import is_picture_referenced
from sessions.platform.people import Person
from sessions.platform.photos.boxes import Box
from sessions.platform.photos.picture import Picture
from sessions.platform.photos.preparing import blur
from sessions.platform.photos.storage import keep_picture, read_kept, remove_picture
from sessions.platform.refusals import Refused


def blur_photo(
    matter_id: UUID, photo_id: UUID, *, moderator: Person, version: int, sha256: str, boxes: Sequence[Box]
) -> MatterPhoto:
    """Pixelate the boxes in the photo as the moderator saw it (sha256), whatever is decided about it.

    It takes seconds, in no transaction. Raises Refused: not_found, stale (also where a colleague has just blurred it),
    own_matter, passed_on, claimed, state, bad_field (boxes), photo, photo_busy, photo_no_space.
    """
    with transaction.atomic():
        matter = lock_matter_seen(matter_id, version, moderator)
        _require_seen(matter, find_photo(matter, photo_id), sha256)
    kept = read_kept(sha256)
    if kept is None:
        raise Refused("not_found", _("There is no such photo."), facts=matter_state_facts(matter))
    blurred = blur(kept, boxes)
    keep_picture(blurred)
    return _replace(matter_id, photo_id, moderator, version=version, sha256=sha256, blurred=blurred)


@transaction.atomic
def _replace(
    matter_id: UUID, photo_id: UUID, moderator: Person, *, version: int, sha256: str, blurred: Picture
) -> MatterPhoto:
    matter = lock_matter_seen(matter_id, version, moderator)
    photo = find_photo(matter, photo_id)
    _require_seen(matter, photo, sha256)
    photo.sha256, photo.width, photo.height, photo.is_blurred = blurred.sha256, blurred.width, blurred.height, True
    photo.save(update_fields=("sha256", "width", "height", "is_blurred"))
    if photo.state == PhotoState.SHOWN:
        tell_shown(matter, photo, moderator)
    save_matter_decision(matter, DecidedPart(MatterPart.PHOTO, photo.pk), "blurred", moderator, seen=version)
    transaction.on_commit(partial(_forget, sha256))
    return photo


def _forget(sha256: str) -> None:
    """Unless another row names the same file."""
    if not is_picture_referenced(sha256):
        remove_picture(sha256)


def _require_seen(matter: Matter, photo: MatterPhoto, sha256: str) -> None:
    if photo.sha256 != sha256:
        message = _("Somebody else has changed this in the meantime. Look at it again before you decide.")
        raise Refused("stale", message, facts=matter_state_facts(matter))
    if photo.state == PhotoState.DECLINED:
        raise photo_not_now(matter, photo)
