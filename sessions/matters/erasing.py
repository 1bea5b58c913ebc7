"""Withdraws a person's undecided complaints and suggestions with their account, and empties what nobody has seen."""

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.utils import timezone

from sessions.matters.lodging.unprepared_files import remove_unprepared, remove_unprepared_of
from sessions.matters.redacting import also_written_about
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.models import SCREENED_STATES, Matter, MatterPhoto, PhotoState, PhotoUse, ReplyState
from sessions.models.matters.transitions import By
from sessions.models.photo_references import is_picture_referenced
from sessions.platform.people import Person
from sessions.platform.photos.storage import remove_picture


def withdraw_unseen_matters(person: Person) -> None:
    """Withdraw a person's undecided matters; delete words, place and photos of what never was public.

    Words and photos that wait for a moderator go from public ones, too. Runs in the caller's transaction. Number,
    state, reason and commitment stay, as the ward's log has them. Idempotent.
    """
    for matter_id in Matter.objects.filter(author=person).order_by("pk").values_list("pk", flat=True):
        matter = lock_matter(matter_id)
        if matter.state in SCREENED_STATES:
            matter.claimed_by = matter.claimed_until = None
            take_matter_step(matter, "withdraw", by=By.RESIDENT, person=person)
        if not matter.was_public:
            _empty(matter)
        _forget_replies(matter)
        _forget_photos(matter)
    transaction.on_commit(partial(remove_unprepared_of, person.pk))


def _empty(matter: Matter) -> None:
    """A page of the desk that still shows it has an older version. A decision that waits to be carried out goes."""
    matter.text = matter.label = matter.landmark = matter.salt = matter.note = ""
    matter.masked = matter.lat = matter.lon = None
    matter.version += 1
    matter.save()
    also_written_about(matter.pk, timezone.now())


def _forget_replies(matter: Matter) -> None:
    matter.replies.filter(state=ReplyState.WAITING).delete()
    matter.replies.filter(state=ReplyState.DECLINED).update(text="", masked=None)


def _forget_photos(matter: Matter) -> None:
    """Delete the resident's photos that were never shown; photos of the office stay."""
    unseen = MatterPhoto.objects.filter(matter=matter, use=PhotoUse.LODGED).exclude(state=PhotoState.SHOWN)
    pictures = set(unseen.values_list("sha256", flat=True))
    unseen.delete()
    unprepared = [pk.hex for pk in matter.unprepared_photos.values_list("pk", flat=True)]
    matter.unprepared_photos.all().delete()
    transaction.on_commit(partial(_remove_files, pictures, unprepared))


def _remove_files(pictures: Collection[str], unprepared: Collection[str]) -> None:
    """Remove these files, but keep a picture that another row still names: somebody else may have sent the same one."""
    for sha256 in pictures:
        if not is_picture_referenced(sha256):
            remove_picture(sha256)
    for name in unprepared:
        remove_unprepared(name)
