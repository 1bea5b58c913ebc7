"""Loads landmarks from a table (CSV) with the columns ward, name_en (and names in other languages), lat and lon.

All rows are read and checked before anything is saved. Then each ward of the table is saved in a transaction of its
own, because a live chat waits for that: afterwards it has the landmarks of the table and no others. So a load that was
interrupted is simply begun again, and a second load of the same table changes nothing.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from django.conf import settings
from django.db import transaction

from sessions.city.places.point import Point, read_point
from sessions.city.wards.loaded_map import current_map
from sessions.models import Landmark, Ward
from sessions.models.wards.landmark import LONGEST_LANDMARK_NAME
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import cleaned, from_fields
from sessions.platform.text.text_input import fold_digits

if TYPE_CHECKING:
    from sessions.city.wards.map.finding import OutlineMap

LARGEST_TABLE = 8 * 1024 * 1024
"""Bytes. A thousand landmarks in four languages have 200 KB."""

MOST_GRAPHEMES = 40
"""Graphemes of a landmark's name, on a map and in a list."""

MOST_FAULTS = 20

type TableProgress = Callable[[Iterable[Any], int], Iterable[Any]]
"""Wraps an iterable with that number of items, to show progress."""


class BadTable(ValueError):
    """Each fault has a line of the message, with the number of its line in the table."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        super().__init__("\n".join([*faults[:MOST_FAULTS], *more]))


@dataclass(frozen=True, slots=True)
class LandmarkRow:
    ward: int
    names: Mapping[str, str]
    point: Point

    @property
    def key(self) -> str:
        return self.names[settings.FALLBACK_LANGUAGE]


@dataclass(slots=True)
class LandmarkChanges:
    """What a load did, or would do. is_checked: whether a map was there to compare the places with."""

    new: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    is_checked: bool = True


def load_landmarks(
    path: Path, *, is_dry_run: bool = False, track: TableProgress = lambda things, _count: things
) -> LandmarkChanges:
    """Raises OSError, and BadTable, before anything was saved."""
    if path.stat().st_size > LARGEST_TABLE:
        raise BadTable(["it is larger than any table of landmarks"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            rows = _read(file)
        except UnicodeDecodeError as error:
            raise BadTable([f"it is not UTF-8: {error}"]) from error
    by_ward: defaultdict[int, list[LandmarkRow]] = defaultdict(list)
    for row in rows:
        by_ward[row.ward].append(row)
    changes = LandmarkChanges(is_checked=current_map() is not None)
    for ward, of_ward in track(sorted(by_ward.items()), len(by_ward)):
        _save(ward, of_ward, changes, is_dry_run=is_dry_run)
    return changes


def _read(file: TextIO) -> list[LandmarkRow]:
    reader = csv.DictReader(file, strict=True)
    try:
        missing = [
            name for name in ("ward", f"name_{settings.FALLBACK_LANGUAGE}", "lat", "lon") if name not in _head(reader)
        ]
        if missing:
            raise BadTable([f"line 1: the columns {', '.join(missing)} are missing"])
        lines = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise BadTable([f"below line {reader.line_num} there is no row of a table: {error}"]) from error
    faults: list[str] = []
    rows: dict[tuple[int, str], LandmarkRow] = {}
    known, ward_map = set(Ward.objects.values_list("number", flat=True)), current_map()
    for line, fields in lines:
        try:
            row = _checked(fields, known, ward_map)
            if (row.ward, row.key) in rows:
                raise ValueError(f"ward {row.ward} has a landmark {row.key!r} in a line above")
            rows[row.ward, row.key] = row
        except ValueError as error:
            faults.append(f"line {line}: {error}")
        except Refused as refused:
            faults.append(f"line {line}: {refused.message}")
    if faults:
        raise BadTable(faults)
    return list(rows.values())


def _head(reader: "csv.DictReader[str]") -> Sequence[str]:
    """The names of the columns, in lower case."""
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    return reader.fieldnames or ()


def _checked(fields: Mapping[str, str], known: set[int], ward_map: "OutlineMap | None") -> LandmarkRow:
    # The csv reader puts surplus fields under the key None, and None in place of missing ones.
    if None in fields or None in fields.values():
        raise ValueError("it does not have as many fields as the first line")
    written = fold_digits(fields["ward"].strip())
    if not (written.isdecimal() and len(written) <= 5 and int(written) in known):
        raise ValueError(f"there is no ward {fields['ward']!r}")
    names = {code: name for code, name in from_fields("name", fields).items() if code in dict(settings.LANGUAGES)}
    names = cleaned(names, max_graphemes=MOST_GRAPHEMES)
    if len(names[settings.FALLBACK_LANGUAGE]) > LONGEST_LANDMARK_NAME:
        raise ValueError(f"the name is longer than {LONGEST_LANDMARK_NAME} code points")
    row = LandmarkRow(int(written), names, read_point(fields["lat"], fields["lon"]))
    if ward_map is not None and row.ward in ward_map.wards:
        there = ward_map.find(row.point.lat, row.point.lon).wards
        if row.ward not in there:
            where = f"in ward {there[0]}" if there else "outside of the city"
            raise ValueError(f"{row.key!r} at {row.point} is {where}, not in ward {row.ward}")
    return row


def _save(ward: int, rows: Iterable[LandmarkRow], changes: LandmarkChanges, *, is_dry_run: bool) -> None:
    """Make the landmarks of one ward those of the table."""
    with transaction.atomic():
        here = {each.key: each for each in Landmark.objects.filter(ward__number=ward)}
        owner = Ward.objects.get(number=ward)
        for row in rows:
            old = here.pop(row.key, None)
            facts = {"names": row.names, "lat": row.point.lat, "lon": row.point.lon}
            if old is None:
                changes.new += 1
            elif all(getattr(old, name) == value for name, value in facts.items()):
                changes.same += 1
                continue
            else:
                changes.changed += 1
            if not is_dry_run:
                Landmark.objects.update_or_create(ward=owner, key=row.key, defaults=facts)
        changes.removed += len(here)
        if here and not is_dry_run:
            Landmark.objects.filter(pk__in=[each.pk for each in here.values()]).delete()
