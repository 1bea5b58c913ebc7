"""Take words out of sealed months once they were removed: their commitments stay, and a leaf of the log says why."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from sessions.log.logged_event import wire_time
from sessions.models import MatterEvent, MonthRecord, MonthText
from sessions.record.proof.installation_log import append_redaction


def remove_from_months(matter_id: UUID, *, ground: str, authority: str) -> int:
    """Remove all words about a complaint or suggestion from the sealed months, in the caller's transaction.

    ground: why; authority: who decided it. Answers in how many entries there were any. Raises LogRefused where the log
    cannot be signed.
    """
    logs = set(_month_logs_of(matter_id))
    changed = 0
    for record in MonthRecord.objects.select_for_update().filter(month_log__in=logs).order_by("pk"):
        lines = [_strip(record, entry, ground, authority) for entry in _entries_about(record, matter_id)]
        for line in lines:
            append_redaction(data={"record": record.slug, **line})
        record.document["redactions"] += lines
        record.save(update_fields=["document"])
        changed += len(lines)
    return changed


def _month_logs_of(matter_id: UUID) -> list[UUID]:
    rows = MatterEvent.objects.filter(matter=matter_id).order_by()
    return list(rows.values_list("event__stream__month_log", flat=True).distinct())


def _entries_about(record: MonthRecord, matter_id: UUID) -> list[dict[str, Any]]:
    """Those that still hold words."""
    return [
        entry
        for entry in record.document["entries"]
        if entry["data"].get("id") == str(matter_id) and any(entry["texts"].values())
    ]


def _strip(record: MonthRecord, entry: dict[str, Any], ground: str, authority: str) -> dict[str, Any]:
    names = [name for name, text in entry["texts"].items() if text is not None]
    entry["texts"] |= dict.fromkeys(names)
    texts = MonthText.objects.filter(month_log=record.month_log_id, seq=entry["data"]["seq"], field__in=names)
    texts.update(salt=None)
    at = wire_time(timezone.now())
    return {"n": entry["n"], "texts": names, "ground": ground, "authority": authority, "at": at}
