"""Photos of a complaint or suggestion: shown, declined or hidden by a moderator, each apart from the words."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.matters.deciding import DecidedPart, lock_matter_seen, not_now, save_matter_decision
from moderation.matters.doubts import doubts_about_photo, require_confirmed
from moderation.models import MatterPart
from moderation.questions.deciding import require_reason
from sessions.log.events.months import MatterPhotoHidden, MatterPhotoShown, PhotoFacts
from sessions.matters.steps import append_about, matter_state_facts
from sessions.models import Matter, MatterPhoto, PhotoState
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.record.months.removing import remove_photo_from_months

SHOW = "show"


@transaction.atomic
def show_photo(
    matter_id: UUID, photo_id: UUID, *, moderator: Person, version: int, is_confirmed: bool = False
) -> MatterPhoto:
    """Show a photo that waits, of what is public. is_confirmed: its description may be public.

    Raises Refused: not_found, stale, own_matter, passed_on, claimed, state, second_look.
    """
    matter = lock_matter_seen(matter_id, version, moderator)
    decide_photos(matter, moderator, {photo_id: SHOW}, seen=version, is_confirmed=is_confirmed)
    return MatterPhoto.objects.get(pk=photo_id)


@transaction.atomic
def decline_photo(matter_id: UUID, photo_id: UUID, *, moderator: Person, version: int, reason: str) -> MatterPhoto:
    """Decline a photo that waits, or hide one that is shown. Raises Refused as show_photo, and bad_field."""
    matter = lock_matter_seen(matter_id, version, moderator)
    _decline(matter, find_photo(matter, photo_id), moderator, reason=reason, seen=version)
    return MatterPhoto.objects.get(pk=photo_id)


def decide_photos(
    matter: Matter, moderator: Person, photos: Mapping[UUID, str], *, seen: int, is_confirmed: bool
) -> None:
    """Show or decline photos of a locked matter. photos: by the id, SHOW or the reason to decline it.

    Raises Refused as show_photo, and bad_field.
    """
    for photo_id, choice in photos.items():
        photo = find_photo(matter, photo_id)
        if choice == SHOW:
            _show(matter, photo, moderator, seen=seen, is_confirmed=is_confirmed)
        else:
            _decline(matter, photo, moderator, reason=choice, seen=seen)


def hide_all_photos(matter: Matter, moderator: Person, *, reason: str) -> None:
    """Hide all photos of a matter that is removed. If the removal is overturned, they wait for a moderator again."""
    for photo in matter.photos.filter(state=PhotoState.SHOWN):
        photo.state = PhotoState.WAITING
        photo.save(update_fields=("state",))
        _tell_hidden(matter, photo, moderator, reason)


def find_photo(matter: Matter, photo_id: UUID) -> MatterPhoto:
    """Raises Refused not_found."""
    photo = matter.photos.select_for_update().filter(pk=photo_id).first()
    if photo is None:
        raise Refused("not_found", _("There is no such photo."), facts=matter_state_facts(matter))
    return photo


def photo_not_now(matter: Matter, photo: MatterPhoto) -> Refused:
    return not_now(matter, photo, _("That cannot be done with this photo now. It is: {state}."))


def tell_shown(matter: Matter, photo: MatterPhoto, moderator: Person) -> None:
    """Append a shown photo to the ward's public log, also once it has been blurred."""
    facts = PhotoFacts(id=str(photo.pk), use=photo.use, alt=photo.alt, width=photo.width, height=photo.height)
    event = MatterPhotoShown(id=str(matter.pk), number=matter.number, photo=facts)
    append_about(matter, event, by=By.MODERATOR, person=moderator)


def _show(matter: Matter, photo: MatterPhoto, moderator: Person, *, seen: int, is_confirmed: bool) -> None:
    if not (matter.is_shown and photo.state == PhotoState.WAITING):
        raise photo_not_now(matter, photo)
    require_confirmed(matter, doubts_about_photo(photo), is_confirmed=is_confirmed)
    photo.state = PhotoState.SHOWN
    photo.save(update_fields=("state",))
    tell_shown(matter, photo, moderator)
    save_matter_decision(matter, DecidedPart(MatterPart.PHOTO, photo.pk), "approved", moderator, seen=seen)


def _decline(matter: Matter, photo: MatterPhoto, moderator: Person, *, reason: str, seen: int) -> None:
    require_reason(reason)
    if photo.state == PhotoState.DECLINED:
        raise photo_not_now(matter, photo)
    was_shown = photo.state == PhotoState.SHOWN
    photo.state = PhotoState.DECLINED
    photo.save(update_fields=("state",))
    if was_shown:
        _tell_hidden(matter, photo, moderator, reason)
        remove_photo_from_months(matter.pk, photo.pk, ground=reason, authority=str(By.MODERATOR))
    decision = "taken_down" if was_shown else "declined"
    save_matter_decision(matter, DecidedPart(MatterPart.PHOTO, photo.pk), decision, moderator, seen=seen, reason=reason)


def _tell_hidden(matter: Matter, photo: MatterPhoto, moderator: Person, reason: str) -> None:
    event = MatterPhotoHidden(id=str(matter.pk), number=matter.number, photo=str(photo.pk), reason=reason)
    append_about(matter, event, by=By.MODERATOR, person=moderator)
