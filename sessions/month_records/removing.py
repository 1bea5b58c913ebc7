"""Take words out of sealed months once they were removed: their commitments stay, and a leaf of the log says why."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sessions.database.prepared_query import PreparedQuery
from sessions.log.logged_event import wire_time
from sessions.models import ActivityEvent, MatterEvent, MonthRecord, MonthText, PromiseEvent
from sessions.record.proof.installation_log import append_redaction
from sessions.record.proof.log_refused import LogRefused

logger = logging.getLogger(__name__)


def remove_from_months(matter_id: UUID, *, ground: str, authority: str) -> int:
    """Remove all words about a complaint or suggestion from the sealed months, in the caller's transaction.

    ground: why; authority: who decided it. Answers in how many entries there were any. No fault of the installation's
    log delays it: the words go at once, and finish_removals() adds the leaves that are missing.
    """
    rows = MatterEvent.objects.filter(matter=matter_id)
    return _remove(rows, matter_id, ground=ground, authority=authority)


def remove_promise_from_months(promise_id: UUID, *, ground: str, authority: str) -> int:
    """The same for the words about a promise."""
    rows = PromiseEvent.objects.filter(promise=promise_id)
    return _remove(rows, promise_id, ground=ground, authority=authority)


def remove_activity_from_months(activity_id: UUID, *, ground: str, authority: str) -> int:
    """The same for the words about an activity."""
    rows = ActivityEvent.objects.filter(activity=activity_id)
    return _remove(rows, activity_id, ground=ground, authority=authority)


def _remove(rows: QuerySet[Any], subject_id: UUID, *, ground: str, authority: str) -> int:
    months = rows.order_by().values("event__stream__month_log")
    changed = 0
    for record in MonthRecord.objects.select_for_update().filter(month_log__in=months).order_by("pk"):
        lines = [_strip(record, entry, ground, authority) for entry in _entries_about(record, subject_id)]
        if not lines:
            continue
        record.document["redactions"] += lines
        record.are_leaves_missing = True
        record.save(update_fields=["document", "are_leaves_missing"])
        _add_leaves(record)
        changed += len(lines)
    return changed


def finish_removals(_now: datetime) -> list[str]:
    """Add the leaves that could not be added when words were removed; answers of which months. At least one query."""
    return [f"told the removals from {record.slug}" for record in _unfinished_query.rows() if _finish(record.pk)]


_unfinished_query = PreparedQuery(
    lambda: MonthRecord.objects.filter(are_leaves_missing=True).only("slug").order_by("pk")
)


@transaction.atomic
def _finish(pk: int) -> bool:
    return _add_leaves(MonthRecord.objects.select_for_update().get(pk=pk))


def _add_leaves(record: MonthRecord) -> bool:
    """Whether all lines have one now. Until then nobody can download the month: its proof would not hold."""
    lines = record.document["redactions"]
    try:
        with transaction.atomic():
            for line in lines[record.leaves_of_removals :]:
                append_redaction(data={"record": record.slug, **line})
    except LogRefused as refusal:
        logger.warning("Words are removed from %s, and the log cannot say so yet: %s", record.slug, refusal)
        return False
    record.leaves_of_removals, record.are_leaves_missing = len(lines), False
    record.save(update_fields=["leaves_of_removals", "are_leaves_missing"])
    return True


def _entries_about(record: MonthRecord, subject_id: UUID) -> list[dict[str, Any]]:
    """Those that still hold words."""
    return [
        entry
        for entry in record.document["entries"]
        if entry["data"].get("id") == str(subject_id) and any(entry["texts"].values())
    ]


def _strip(record: MonthRecord, entry: dict[str, Any], ground: str, authority: str) -> dict[str, Any]:
    names = [name for name, text in entry["texts"].items() if text is not None]
    entry["texts"] |= dict.fromkeys(names)
    texts = MonthText.objects.filter(month_log=record.month_log_id, seq=entry["data"]["seq"], field__in=names)
    texts.update(salt=None)
    at = wire_time(timezone.now())
    return {"n": entry["n"], "texts": names, "ground": ground, "authority": authority, "at": at}
