"""Enters checked rows: complaints and suggestions that wait for a moderator, or are public as they were before."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import groupby

from django.utils import timezone

from sessions.log.events.months import MatterStepped
from sessions.log.events.streams import MonthLogEvent
from sessions.log.months.current import append_about_matters
from sessions.matters.deadlines import start_clock
from sessions.matters.importing.checking import CheckedRow
from sessions.matters.lodging.lodging import NewMatter, lodged_event, make_row
from sessions.matters.matter_numbers import next_serial
from sessions.matters.public.indexing import index_new_matters
from sessions.matters.publishing import published_event
from sessions.matters.steps import require_matter_step
from sessions.models import (
    ENDED_STATES,
    Category,
    ImportedMatter,
    Matter,
    MatterEvent,
    MatterSource,
    MatterState,
    Ward,
)
from sessions.models.matters.transitions import MATTER_TRANSITIONS, SCREENING, By
from sessions.platform.clock.city_zone import city_zone


@dataclass(frozen=True, slots=True)
class Places:
    """The rows that the table names: wards by number, categories by slug."""

    wards: Mapping[int, Ward]
    categories: Mapping[str, Category]


@dataclass(slots=True)
class Serials:
    """The next serial of each ward and year. A ward stays locked from the first one on, until the transaction ends."""

    _next: dict[tuple[int, int], int] = field(default_factory=dict)

    def take(self, ward: Ward, day: date) -> int:
        key = ward.pk, day.year
        serial = self._next.get(key) or next_serial(ward, day)
        self._next[key] = serial + 1
        return serial


def enter_rows(rows: Sequence[CheckedRow], places: Places, *, publish: bool) -> None:
    """Save them and tell their wards' logs, in the caller's transaction and in few statements.

    publish: whether a clerk lets be public at once what was. What the log says happened now, because it happened now;
    when something was lodged and ended stands in its row. No signal tells of these steps: they were taken long ago, and
    nobody waits for news of them. The wards are locked in the order of their numbers.
    """
    serials = Serials()
    for number, of_ward in groupby(sorted(rows, key=lambda row: row.ward), key=lambda row: row.ward):
        _enter_rows_of_ward(places.wards[number], list(of_ward), places, serials, publish=publish)


def _enter_rows_of_ward(
    ward: Ward, rows: Sequence[CheckedRow], places: Places, serials: Serials, *, publish: bool
) -> None:
    matters = [_make(row, ward, places.categories[row.category], serials) for row in rows]
    told: list[tuple[Matter, MonthLogEvent]] = []
    for row, matter in zip(rows, matters, strict=True):
        told.append((matter, lodged_event(matter)))
        if publish and row.published:
            told += [(matter, event) for event in _make_public(matter, row)]
    Matter.objects.bulk_create(matters)
    ImportedMatter.objects.bulk_create(
        ImportedMatter(external_id=row.external_id, matter=matter) for row, matter in zip(rows, matters, strict=True)
    )
    keys = append_about_matters(ward, [event for _matter, event in told], actor=By.OFFICE)
    MatterEvent.objects.bulk_create(
        MatterEvent(matter=matter, event_id=key) for (matter, _event), key in zip(told, keys, strict=True)
    )
    index_new_matters(matters)


def _make(row: CheckedRow, ward: Ward, category: Category, serials: Serials) -> Matter:
    year, serial = _year_and_serial(row, ward, serials)
    new = NewMatter(
        ward=ward,
        kind=row.kind,
        category=category,
        text=row.text,
        source=MatterSource.IMPORT,
        language=row.language,
        lat=row.lat,
        lon=row.lon,
        landmark=row.landmark,
        is_landmark_only=row.is_place_hidden,
    )
    matter = make_row(new, year, serial, row.lodged_at)
    matter.agency, matter.external_number = row.agency, row.external_number
    return matter


def _year_and_serial(row: CheckedRow, ward: Ward, serials: Serials) -> tuple[int, int]:
    if row.number:
        _ward, year, serial = map(int, row.number.split("-"))
        return year, serial
    lodged_on = row.lodged_at.astimezone(city_zone()).date()
    return lodged_on.year, serials.take(ward, lodged_on)


def _make_public(matter: Matter, row: CheckedRow) -> list[MonthLogEvent]:
    """Along the steps of the table, so that every reader of the log comes to the state of the row; answers its events.

    What has ended gets no deadline: only the day that the row has, if it has one.
    """
    matter.published_at = row.published_at or row.lodged_at
    matter.is_acknowledged = row.state != MatterState.OPEN
    if row.state not in ENDED_STATES:
        start_clock(matter, timezone.localdate())
    if row.due_on is not None:
        matter.due_on = matter.first_due_on = row.due_on
    _take_step(matter, "approve")
    events: list[MonthLogEvent] = [published_event(matter)]
    events += [_stepped_event(matter, step, row) for step in path_to(matter.kind, row.state)]
    matter.changed_at = row.changed_at or row.lodged_at
    matter.ended_at = _ended_at(row) if matter.state in ENDED_STATES else None
    return events


def _take_step(matter: Matter, step: str) -> None:
    matter.state = require_matter_step(matter, step)
    matter.version += 1


def _stepped_event(matter: Matter, step: str, row: CheckedRow) -> MatterStepped:
    _take_step(matter, step)
    told = {"agency": row.agency} if row.agency else {}
    return MatterStepped(
        id=str(matter.pk),
        number=matter.number,
        version=matter.version,
        step=step,
        state=matter.state,
        by=By.OFFICE,
        **told,
    )


def _ended_at(row: CheckedRow) -> datetime:
    return row.ended_at or row.changed_at or row.lodged_at


# The steps by which a complaint or suggestion that has just been approved comes to a state; pure.


@cache
def path_to(kind: str, state: str) -> tuple[str, ...]:
    """The fewest steps from open. Raises ValueError where there are none."""
    paths: dict[MatterState, tuple[str, ...]] = {MatterState.OPEN: ()}
    ahead = deque(paths)
    while ahead:
        here = ahead.popleft()
        if here == state:
            return paths[here]
        for step, table in MATTER_TRANSITIONS[kind].items():
            there = table.get(here)
            if there is not None and there not in paths and step not in SCREENING:
                paths[there] = (*paths[here], step)
                ahead.append(there)
    raise ValueError(f"a {kind} cannot come to {state}")
