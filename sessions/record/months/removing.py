"""Take words out of months once they were removed: their commitments stay, and a leaf of the log says why.

A sealed month loses them at once. In an open one it is noted why they went: they are not in it when it is sealed.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions.log.event_form import tag_of
from sessions.log.events.promises_and_activities import ActivityWithdrawn
from sessions.log.logged_event import wire_time
from sessions.log.months.texts import POINT_TEXT, new_text, texts_of_event
from sessions.models import (
    ActivityEvent,
    Event,
    MatterEvent,
    MonthLog,
    MonthRecord,
    MonthText,
    PromiseEvent,
    StreamName,
)
from sessions.platform.database.prepared_query import PreparedQuery
from sessions.record.proof.installation_log import append_redaction
from sessions.record.proof.log_refused import LogRefused

logger = logging.getLogger(__name__)


Which = Callable[[Mapping[str, Any]], Collection[str]]
"""Says of an entry which of its texts have to go."""


class WhyRemoved(NamedTuple):
    """Why words were removed. is_for_good: the words are destroyed in the log itself, too."""

    ground: str
    authority: str
    at: datetime
    is_for_good: bool


def remove_from_months(matter_id: UUID, *, ground: str, authority: str) -> int:
    """Remove all words about a complaint or suggestion from the months, in the caller's transaction.

    ground: why; authority: who decided it. Answers in how many entries there were any. No fault of the installation's
    log delays it: the words go at once, and finish_removals() adds the leaves that are missing.
    """
    rows = MatterEvent.objects.filter(matter=matter_id)
    return _remove(rows, _all_about(matter_id), ground=ground, authority=authority)


def destroy_in_months(matter_id: UUID, names: Collection[str], *, until: datetime, ground: str, authority: str) -> int:
    """Destroy texts of these names about a complaint or suggestion, in entries up to `until`; see remove_from_months().

    Salts are destroyed in open months, too. The caller destroys the words in the log itself, after this.
    """
    rows, about = MatterEvent.objects.filter(matter=matter_id), _texts_of(("id",), matter_id, names)
    last = wire_time(until)
    return _remove(
        rows,
        lambda entry: about(entry) if entry["at"] <= last else (),
        ground=ground,
        authority=authority,
        is_for_good=True,
    )


def remove_reply_from_months(matter_id: UUID, reply_id: UUID, *, ground: str, authority: str) -> int:
    """Remove the words of one reply from the months; what it replies to stays public. See remove_from_months()."""
    return _remove_part(matter_id, ("reply",), reply_id, ("text",), ground=ground, authority=authority)


def remove_photo_from_months(matter_id: UUID, photo_id: UUID, *, ground: str, authority: str) -> int:
    """Remove the description of one photo from the months; see remove_from_months()."""
    return _remove_part(matter_id, ("photo", "id"), photo_id, ("alt",), ground=ground, authority=authority)


def remove_place_from_months(matter_id: UUID, *, is_landmark_kept: bool, ground: str, authority: str) -> int:
    """Remove the point from the months, and the landmark unless it stays public; see remove_from_months()."""
    names = (POINT_TEXT,) if is_landmark_kept else (POINT_TEXT, "landmark")
    return _remove_part(matter_id, ("id",), matter_id, names, ground=ground, authority=authority)


def remove_promise_from_months(promise_id: UUID, *, ground: str, authority: str, is_for_good: bool = False) -> int:
    """Remove the words about a promise from the months; see remove_from_months().

    is_for_good: the caller destroys the words in the log itself, after this.
    """
    rows, about = PromiseEvent.objects.filter(promise=promise_id), _all_about(promise_id)
    return _remove(rows, about, ground=ground, authority=authority, is_for_good=is_for_good)


def remove_activity_from_months(activity_id: UUID, *, ground: str, authority: str) -> int:
    """Remove the words about an activity from the months; see remove_from_months().

    The reason why the office withdrew the activity stays.
    """
    rows, about = ActivityEvent.objects.filter(activity=activity_id), _all_about(activity_id)
    told = tag_of(ActivityWithdrawn)
    return _remove(
        rows, lambda entry: () if entry["type"] == told else about(entry), ground=ground, authority=authority
    )


def remove_picture_from_months(activity_id: UUID, picture_id: UUID, *, ground: str, authority: str) -> int:
    """Remove the description of one picture of an activity from the months; see remove_from_months()."""
    rows = ActivityEvent.objects.filter(activity=activity_id)
    return _remove(rows, _texts_of(("photo",), picture_id, ("alt",)), ground=ground, authority=authority)


def destroy_quotes_in_months(activity_id: UUID, holds: Callable[[str], bool], *, ground: str, authority: str) -> int:
    """Destroy each text about an activity that repeats redacted words, as holds says; see remove_from_months().

    Salts are destroyed in open months, too. The caller destroys the words in the log itself, after this.
    """

    def which(entry: Mapping[str, Any]) -> Collection[str]:
        """A sealed entry has its texts beside its data, an open one among them."""
        if entry["data"].get("id") != str(activity_id):
            return ()
        sealed = {name: text["value"] for name, text in entry["texts"].items() if isinstance(text, Mapping)}
        found = dict(texts_of_event(entry["type"], entry["data"])) | sealed
        return [name for name, value in found.items() if value is not None and holds(value)]

    rows = ActivityEvent.objects.filter(activity=activity_id)
    return _remove(rows, which, ground=ground, authority=authority, is_for_good=True)


def _remove_part(
    matter_id: UUID, path: tuple[str, ...], id: UUID, names: Collection[str], *, ground: str, authority: str
) -> int:
    rows = MatterEvent.objects.filter(matter=matter_id)
    return _remove(rows, _texts_of(path, id, names), ground=ground, authority=authority)


def _all_about(subject_id: UUID) -> Which:
    """Every text of the entries about a subject."""
    return lambda entry: entry["texts"].keys() if entry["data"].get("id") == str(subject_id) else ()


def _texts_of(path: tuple[str, ...], id: UUID, names: Collection[str]) -> Which:
    """Choose texts of these names in the entries that have this id at this path in their data."""

    def which(entry: Mapping[str, Any]) -> Collection[str]:
        found: Any = entry["data"]
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return names if found == str(id) else ()

    return which


def _remove(rows: QuerySet[Any], which: Which, *, ground: str, authority: str, is_for_good: bool = False) -> int:
    """Open months are locked first, as they are for sealing: none is sealed with the words meanwhile."""
    changed, now = 0, timezone.now()
    for month_log in _lock_open_months(rows):
        changed += _note(month_log, rows, which, WhyRemoved(ground, authority, now, is_for_good))
    months = rows.order_by().values("event__stream__month_log")
    for record in MonthRecord.objects.select_for_update().filter(month_log__in=months).order_by("pk"):
        lines = [_strip(record, entry, names, ground, authority) for entry, names in _texts_to_remove(record, which)]
        if not lines:
            continue
        record.document["redactions"] += lines
        record.are_leaves_missing = True
        record.save(update_fields=["document", "are_leaves_missing"])
        add_leaves(record)
        changed += len(lines)
    return changed


def _lock_open_months(rows: QuerySet[Any]) -> list[MonthLog]:
    """Lock all open months of the wards and boroughs of these rows, the newest first.

    An append before this has locked the newest one already.
    """
    about = MonthLog.objects.filter(pk__in=rows.order_by().values("event__stream__month_log")).order_by()
    same_owner = Q(ward__in=about.values("ward")) | Q(borough__in=about.values("borough"))
    found = MonthLog.objects.open().filter(same_owner).order_by("ward_id", "borough_id", "-month")
    return list(found.select_for_update(of=("self",)))


def _note(month_log: MonthLog, rows: QuerySet[Any], which: Which, removal: WhyRemoved) -> int:
    """Note of an open month which words were removed, and why. A later removal of the same words replaces it.

    Words that were removed by a moderator may become public again before the month is sealed: until then only those
    that are gone for good lose their salts.
    """
    events = Event.objects.filter(
        pk__in=rows.order_by().values("event"), stream__month_log=month_log, stream__name=StreamName.WARD
    )
    changed = 0
    for event in events.order_by("seq"):
        found = _texts_of_open(month_log, event)
        wanted = which({"type": event.type, "at": wire_time(event.at), "data": event.body, "texts": found})
        removed = [row for name, row in found.items() if name in wanted and row.salt is not None]
        changed += any(row.removed_at is None for row in removed)
        for row in removed:
            row.removed_at, row.ground, row.authority = removal.at, removal.ground, removal.authority
            row.salt = None if removal.is_for_good else row.salt
            row.save()
    return changed


def _texts_of_open(month_log: MonthLog, event: Event) -> dict[str, MonthText]:
    """An event from before commitments were made at once gets them now, while its words are still there."""
    known = {row.field: row for row in MonthText.objects.filter(month_log=month_log, seq=event.seq)}
    new = {
        name: new_text(month_log, event.seq, name, value)
        for name, value in texts_of_event(event.type, event.body)
        if value is not None and name not in known
    }
    return known | new


def finish_removals(_now: datetime) -> list[str]:
    """Add the leaves that could not be added when words were removed; answers of which months. At least one query."""
    return [f"told the removals from {record.slug}" for record in _unfinished_query.rows() if _finish(record.pk)]


_unfinished_query = PreparedQuery(
    lambda: MonthRecord.objects.filter(are_leaves_missing=True).only("slug").order_by("pk")
)


@transaction.atomic
def _finish(pk: int) -> bool:
    return add_leaves(MonthRecord.objects.select_for_update().get(pk=pk))


def add_leaves(record: MonthRecord) -> bool:
    """Whether all lines have one now. Until then nobody can download the month: its proof would not hold."""
    lines = record.document["redactions"]
    try:
        with transaction.atomic():
            for line in lines[record.leaves_of_removals :]:
                append_redaction(data={"record": record.slug, **line})
    except LogRefused as refusal:
        logger.warning(
            "Words were removed from %s, but the log entry that says so is still missing: %s", record.slug, refusal
        )
        return False
    record.leaves_of_removals, record.are_leaves_missing = len(lines), False
    record.save(update_fields=["leaves_of_removals", "are_leaves_missing"])
    return True


def _texts_to_remove(record: MonthRecord, which: Which) -> list[tuple[dict[str, Any], list[str]]]:
    """The entries that still hold such words, each with the names of those texts."""
    found = []
    for entry in record.document["entries"]:
        wanted = which(entry)
        names = [name for name, text in entry["texts"].items() if text is not None and name in wanted]
        if names:
            found.append((entry, names))
    return found


def _strip(record: MonthRecord, entry: dict[str, Any], names: list[str], ground: str, authority: str) -> dict[str, Any]:
    entry["texts"] |= dict.fromkeys(names)
    texts = MonthText.objects.filter(month_log=record.month_log_id, seq=entry["data"]["seq"], field__in=names)
    texts.update(salt=None)
    at = wire_time(timezone.now())
    return {"n": entry["n"], "texts": names, "ground": ground, "authority": authority, "at": at}
