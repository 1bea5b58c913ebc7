"""Enters one checked row: a complaint or suggestion that waits for a moderator, or is public as it was before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sessions.clock.city_zone import city_zone
from sessions.log.events.months import DeskMatterLodged
from sessions.matters.deadlines import start_clock
from sessions.matters.importing.checking import CheckedRow
from sessions.matters.importing.path_to_state import path_to
from sessions.matters.matter_numbers import matter_number, next_serial
from sessions.matters.publishing import published_event
from sessions.matters.steps import append_about, take_matter_step
from sessions.matters.transitions import By
from sessions.models import ENDED_STATES, Category, ImportedMatter, Matter, MatterSource, MatterState, Ward
from sessions.questions.author_labels import plain_label
from sessions.text.commitments import base64url, commitment, new_salt
from sessions.text.receipts import new_receipt


@dataclass(frozen=True, slots=True)
class Places:
    """The rows that the table names: wards by number, categories by slug."""

    wards: Mapping[int, Ward]
    categories: Mapping[str, Category]


def enter_row(row: CheckedRow, places: Places, *, publish: bool) -> Matter:
    """Save it and tell its ward's log, in the caller's transaction. publish: whether a clerk lets it be public at once.

    What the log says happened now, because it happened now; when it was lodged and ended stands in the row.
    """
    matter = _make(row, places)
    ImportedMatter.objects.create(external_id=row.external_id, matter=matter)
    facts = {"id": str(matter.pk), "number": matter.number, "kind": matter.kind, "category": row.category}
    event = DeskMatterLodged(**facts, source=matter.source, commitment=matter.commitment)
    append_about(matter, event, by=By.OFFICE)
    if publish and row.published:
        _make_public(matter, row)
    return matter


def _make(row: CheckedRow, places: Places) -> Matter:
    ward, category = places.wards[row.ward], places.categories[row.category]
    year, serial = _year_and_serial(row, ward)
    salt = new_salt()
    return Matter.objects.create(
        ward=ward,
        year=year,
        serial=serial,
        number=matter_number(ward.number, year, serial),
        kind=row.kind,
        category=category,
        text=row.text,
        language=row.language,
        label=plain_label(ward.number),
        source=MatterSource.IMPORT,
        receipt=new_receipt(),
        commitment=commitment(salt, row.text),
        salt=base64url(salt),
        lat=row.lat,
        lon=row.lon,
        landmark=row.landmark,
        is_landmark_only=row.is_place_hidden or category.is_place_hidden,
        lodged_at=row.lodged_at,
        changed_at=row.lodged_at,
        agency=row.agency,
        external_number=row.external_number,
    )


def _year_and_serial(row: CheckedRow, ward: Ward) -> tuple[int, int]:
    if row.number:
        _ward, year, serial = map(int, row.number.split("-"))
        return year, serial
    lodged_on = row.lodged_at.astimezone(city_zone()).date()
    return lodged_on.year, next_serial(ward, lodged_on)


def _make_public(matter: Matter, row: CheckedRow) -> None:
    """Along the steps of the table, so that every reader of the log comes to the state of the row."""
    matter.published_at = row.published_at or row.lodged_at
    matter.is_acknowledged = row.state != MatterState.OPEN
    start_clock(matter, timezone.localdate())
    if row.due_on is not None:
        matter.due_on = matter.first_due_on = row.due_on
    take_matter_step(matter, "approve", by=By.OFFICE)
    append_about(matter, published_event(matter), by=By.OFFICE)
    told = {"agency": row.agency} if row.agency else {}
    for step in path_to(matter.kind, row.state):
        take_matter_step(matter, step, by=By.OFFICE, told=told)
    matter.changed_at = row.changed_at or row.lodged_at
    matter.ended_at = _ended_at(row) if matter.state in ENDED_STATES else None
    matter.save(update_fields=["changed_at", "ended_at"])


def _ended_at(row: CheckedRow) -> datetime:
    return row.ended_at or row.changed_at or row.lodged_at
