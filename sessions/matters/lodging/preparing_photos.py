"""Makes the photographs of a complaint of files that were kept unprepared: one at a time, the oldest first."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sessions.matters.lodging.unprepared_files import (
    forget_unused_unprepared,
    has_unprepared,
    keep_unprepared,
    link_unprepared,
    read_unprepared,
    remove_unprepared,
)
from sessions.matters.steps import lock_matter
from sessions.models import Matter, MatterPhoto, UnpreparedPhoto
from sessions.platform.photos.faults import PhotoFault
from sessions.platform.photos.picture import Picture
from sessions.platform.photos.preparing import read_picture, waiting_turn
from sessions.platform.photos.refusing import photo_refusal
from sessions.platform.photos.storage import keep_picture
from sessions.platform.refusals import Refused

logger = logging.getLogger(__name__)

CLAIMED_FOR = timedelta(minutes=3)
"""Longer than one takes at most. After it another thread takes it: the first was killed, or had no time to end."""


def keep_file(file: bytes, sender_id: int) -> str:
    """The name under which the file waits. Raises Refused photo_busy, and OutOfSpace."""
    return keep_unprepared(file, sender_id=sender_id, find_named=_find_named)


def is_file_known(name: str) -> bool:
    """Whether it is there, or was sent with a complaint already."""
    if has_unprepared(name):
        return True
    return any(model.objects.filter(pk=UUID(name)).exists() for model in (UnpreparedPhoto, MatterPhoto))


def add_file(matter: Matter, name: str, *, alt: str, added_at: datetime) -> None:
    """Add a file, in the transaction that saves the matter: its picture is made later.

    One form can be sent as two complaints: each has the photo, whatever has become of the file since.
    """
    sent = UnpreparedPhoto.objects.select_for_update().filter(pk=UUID(name)).first()
    if sent is not None:
        again = UnpreparedPhoto(matter=matter, alt=alt, added_at=added_at, fault=sent.fault)
        if not sent.fault:
            again.pk = UUID(link_unprepared(name))
        again.save(force_insert=True)
        return
    made = MatterPhoto.objects.filter(pk=UUID(name)).first()
    if made is not None:
        size = {"width": made.width, "height": made.height}
        MatterPhoto.objects.create(matter=matter, sha256=made.sha256, **size, alt=alt, added_at=added_at)
        return
    UnpreparedPhoto.objects.create(pk=UUID(name), matter=matter, alt=alt, added_at=added_at)


def prepare_next_photo() -> bool:
    """Whether one was made or given up. Safe to call from several threads and processes: each is made once.

    One that cannot be made is told to the person who sent it (UnpreparedPhoto.fault). One for which there is no time
    or no room on the disk comes again after CLAIMED_FOR.
    """
    row = _claim(timezone.now())
    if row is None:
        return False
    try:
        picture = _make(read_unprepared(row.pk.hex))
    except Refused as refused:
        if refused.retry:
            logger.warning("Photo still queued: %s.", refused.code)
            return False
        _give_up(row, str(refused.facts["fault"]))
    else:
        _save(row, picture)
    return True


def forget_unused_files() -> int:
    """Remove the files of forms that were never sent; answers how many."""
    return forget_unused_unprepared(_find_named())


def _find_named() -> set[str]:
    return {pk.hex for pk in UnpreparedPhoto.objects.order_by().values_list("pk", flat=True)}


def _claim(now: datetime) -> UnpreparedPhoto | None:
    """A claim that ends later than one can is of a clock that was wrong, and counts for nothing."""
    is_free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_until__gt=now + CLAIMED_FOR)
    free = UnpreparedPhoto.objects.filter(is_free, fault="")
    while (row := free.order_by("added_at", "pk").first()) is not None:
        if free.filter(pk=row.pk).update(claimed_until=now + CLAIMED_FOR):
            return row
    return None


def _make(file: bytes | None) -> Picture:
    """Stored. Raises Refused."""
    if file is None:
        raise photo_refusal(PhotoFault.DAMAGED)
    picture = read_picture(file, turn=waiting_turn)
    keep_picture(picture)
    return picture


@transaction.atomic
def _save(row: UnpreparedPhoto, picture: Picture) -> None:
    """Where another thread has made it meanwhile, there is nothing to do.

    The matter is locked as by a redaction, which may have emptied what it shows since it was claimed.
    """
    matter = lock_matter(row.matter_id)
    now = UnpreparedPhoto.objects.select_for_update().filter(pk=row.pk, fault="").first()
    if now is None:
        return
    size = {"width": picture.width, "height": picture.height}
    MatterPhoto.objects.create(
        pk=row.pk, matter=matter, sha256=picture.sha256, **size, alt=now.alt, added_at=row.added_at
    )
    now.delete()
    transaction.on_commit(lambda: remove_unprepared(row.pk.hex))


@transaction.atomic
def _give_up(row: UnpreparedPhoto, fault: str) -> None:
    UnpreparedPhoto.objects.filter(pk=row.pk).update(fault=fault, alt="", claimed_until=None)
    transaction.on_commit(lambda: remove_unprepared(row.pk.hex))
