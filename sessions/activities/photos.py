"""Photographs of an activity: added by the office, shown once a second person has looked, blurred, not shown.

The second person is a moderator or somebody else of the office: a picture of a child's face is stopped there.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.activities.staff import require_checker, require_writer
from sessions.activities.telling import activity_state_facts, lock_activity, tell_photo_hidden, tell_photo_shown
from sessions.chats.calendar.lifecycle.freezes import require_no_freeze_for
from sessions.contract.limits import MAX_ACTIVITY_PHOTOS, MAX_ALT_GRAPHEMES
from sessions.models import Activity, ActivityPhoto, ActivityState, PhotoMoment, PhotoState
from sessions.models.matters.transitions import By
from sessions.models.photo_references import is_picture_referenced
from sessions.platform.people import Person
from sessions.platform.photos.boxes import Box
from sessions.platform.photos.picture import Picture
from sessions.platform.photos.preparing import blur
from sessions.platform.photos.storage import keep_picture, read_kept, remove_picture
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.text_input import clean_line
from sessions.record.months.removing import remove_picture_from_months

PHOTO_HIDDEN = "photo_hidden"
"""The ground that sealed months give for the description of a photo that was hidden: it needs no reason."""


@transaction.atomic
def add_photo(
    activity_id: UUID, picture: Picture, *, person: Person, moment: str, alt: str, taken_on: date | None = None
) -> ActivityPhoto:
    """Add a stored picture, which waits for a second person. The same picture once more is the first one.

    Raises Refused: not_found, forbidden, state, bad_field (moment, day, too many), empty (alt), too_long.
    """
    words = clean_needed_alt(alt)
    if moment not in PhotoMoment:
        raise Refused("bad_field", _("Choose one."), facts={"part": "moment"})
    if taken_on is not None and taken_on > timezone.localdate():
        raise Refused("bad_field", _("This day has not come yet."), facts={"part": "taken_on"})
    activity = lock_activity(activity_id)
    require_writer(activity.owner, person)
    _require_not_withdrawn(activity)
    known = activity.photos.filter(sha256=picture.sha256).exclude(state=PhotoState.DECLINED).first()
    if known is not None:
        return known
    if activity.photos.exclude(state=PhotoState.DECLINED).count() >= MAX_ACTIVITY_PHOTOS:
        message = _("At most {n} photos can be added.").format(n=digits(MAX_ACTIVITY_PHOTOS))
        raise Refused("bad_field", message, facts={"part": "photo"})
    return ActivityPhoto.objects.create(
        activity=activity,
        moment=moment,
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
        alt=words,
        taken_on=taken_on,
        added_by=person,
        added_at=timezone.now(),
    )


@transaction.atomic
def show_activity_photo(photo_id: UUID, *, person: Person, seen: str) -> ActivityPhoto:
    """The second person's tick: they have looked at it (seen: its sha256), and everybody may.

    Raises Refused: not_found, forbidden, stale, own_photo (they added it, or published the activity), state, frozen.
    """
    activity, photo = _lock(photo_id, person, seen)
    if person.pk in (photo.added_by_id, activity.published_by_id):
        message = _("You added this photo or published the activity. Somebody else has to look at the photo first.")
        raise Refused("own_photo", message, facts=activity_state_facts(activity))
    if photo.state == PhotoState.SHOWN:
        return photo
    if activity.is_public:
        require_no_freeze_for(activity.owner, timezone.localdate())
    photo.state, photo.shown_by = PhotoState.SHOWN, person
    photo.save(update_fields=("state", "shown_by"))
    if activity.is_public:
        tell_photo_shown(activity, photo, by=By.OFFICE, person=person)
    return photo


@transaction.atomic
def hide_activity_photo(photo_id: UUID, *, person: Person, seen: str) -> ActivityPhoto:
    """Stop one that waits, or take back one that is shown. Anybody of the office may, and a moderator.

    Raises Refused: not_found, forbidden, stale.
    """
    activity, photo = _lock(photo_id, person, seen)
    was_shown = photo.state == PhotoState.SHOWN
    photo.state = PhotoState.DECLINED
    photo.save(update_fields=("state",))
    if was_shown and activity.was_public:
        tell_photo_hidden(activity, photo, by=By.OFFICE, person=person)
        remove_picture_from_months(activity.pk, photo.pk, ground=PHOTO_HIDDEN, authority=str(By.OFFICE))
    return photo


def blur_activity_photo(photo_id: UUID, *, person: Person, seen: str, boxes: Sequence[Box]) -> ActivityPhoto:
    """Pixelate the boxes for good; the picture as it was is deleted. It takes seconds, in no transaction.

    Raises Refused: not_found, forbidden, stale, bad_field (boxes), photo, photo_busy, photo_no_space.
    """
    with transaction.atomic():
        _lock(photo_id, person, seen)
    kept = read_kept(seen)
    if kept is None:
        raise no_such_photo()
    blurred = blur(kept, boxes)
    keep_picture(blurred)
    return _replace(photo_id, person, seen=seen, blurred=blurred)


@transaction.atomic
def _replace(photo_id: UUID, person: Person, *, seen: str, blurred: Picture) -> ActivityPhoto:
    activity, photo = _lock(photo_id, person, seen)
    photo.sha256, photo.width, photo.height, photo.is_blurred = blurred.sha256, blurred.width, blurred.height, True
    photo.save(update_fields=("sha256", "width", "height", "is_blurred"))
    if photo.state == PhotoState.SHOWN and activity.is_public:
        tell_photo_shown(activity, photo, by=By.OFFICE, person=person)
    transaction.on_commit(partial(_forget, seen))
    return photo


def clean_needed_alt(alt: str) -> str:
    """What can be seen; needed, in one line. Raises Refused: empty, too_long, bad_characters."""
    try:
        return clean_line(alt, max_graphemes=MAX_ALT_GRAPHEMES)
    except Refused as refused:
        message = _("Say what the photo shows, for those who cannot see it.") if refused.code == "empty" else None
        raise Refused(refused.code, message or refused.message, facts={"part": "alt"}) from refused


def no_such_photo() -> Refused:
    return Refused("not_found", _("There is no such photo."))


def _lock(photo_id: UUID, person: Person, seen: str) -> tuple[Activity, ActivityPhoto]:
    """The activity first. Raises Refused: not_found, forbidden, stale (another version was seen), state."""
    found = ActivityPhoto.objects.filter(pk=photo_id).values_list("activity", flat=True).first()
    if found is None:
        raise no_such_photo()
    activity = lock_activity(found)
    require_checker(activity, person)
    _require_not_withdrawn(activity)
    photo = ActivityPhoto.objects.select_for_update().filter(pk=photo_id).first()
    if photo is None:
        raise no_such_photo()
    if photo.sha256 != seen or photo.state == PhotoState.DECLINED:
        message = _("Somebody else has changed this in the meantime. Look at it again before you decide.")
        raise Refused("stale", message, facts=activity_state_facts(activity))
    return activity, photo


def _require_not_withdrawn(activity: Activity) -> None:
    if activity.state == ActivityState.WITHDRAWN:
        message = _("That cannot be done with this activity now. It is: {state}.")
        words = message.format(state=activity.get_state_display())
        raise Refused("state", words, facts=activity_state_facts(activity))


def _forget(sha256: str) -> None:
    if not is_picture_referenced(sha256):
        remove_picture(sha256)
