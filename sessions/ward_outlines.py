"""Load a map of wards into the database, whole or not at all, and tell what is wrong with it."""

import csv
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone

from sessions.cities import City, find_city
from sessions.models import Outline, Ward, WardMap
from sessions.ward_map.errors import BadMap
from sessions.ward_map.mending import Mended, mend
from sessions.ward_map.reading import Drawn, outline_column, read_geojson, read_table
from sessions.ward_map.survey import Survey, survey
from sessions.wards import save_row

LONGEST_FIELD = 2**31 - 1
"""Characters: the outline of one ward is longer than what a table's field may have without it being said."""

type Track = Callable[[Iterable[Any], str, int], Iterable[Any]]
"""Goes through things and shows how far it is: the things, what is done with them, and how many they are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a map's file did; new: wards that the database did not have."""

    outlines: int
    mended: Sequence[Mended]
    new: Sequence[int]
    city: str
    survey: Survey


def is_map(path: Path) -> bool:
    """Whether the file holds outlines, and not only a table of wards. Raises OSError and ValueError."""
    if path.suffix.lower() != ".csv":
        return True
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return outline_column(csv.DictReader(file).fieldnames or ()) is not None


def _untracked(things: Iterable[Any], _what: str, _count: int) -> Iterable[Any]:
    return things


@transaction.atomic
def load_map(path: Path, *, track: Track = _untracked) -> Loaded:
    """Load or replace the outlines of the wards that the file draws; those of others stay.

    Wards that are new here are made, with what is known of the city (sessions/cities), its wards without an outline
    too. What wards have already is kept. Raises BadMap that says where the file is wrong, OSError.
    """
    drawn = _read(path)
    mended = list(track(mend(drawn), "Mending outlines", len({each.ward for each in drawn})))
    bounds = shapely.total_bounds([each.shape for each in mended])
    city = find_city((bounds[0], bounds[1], bounds[2], bounds[3]))
    numbers = [each.ward for each in mended]
    new = _make_wards(numbers, city)
    wards = Ward.objects.in_bulk(numbers, field_name="number")
    Outline.objects.filter(ward__in=wards.values()).delete()
    Outline.objects.bulk_create(Outline(ward=wards[each.ward], shape=shapely.to_wkb(each.shape)) for each in mended)
    facts = {"version": uuid.uuid4(), "source": path.name[:200], "loaded_at": timezone.now(), "city": city.facts()}
    WardMap.objects.update_or_create(pk=1, defaults=facts)
    shapes = outlines()
    known = [int(row["ward"]) for row in city.rows]
    return Loaded(
        outlines=len(mended),
        mended=[each for each in mended if each.why],
        new=new,
        city=city.name,
        survey=survey(shapes, known, lambda pairs, count: track(pairs, "Comparing neighbours", count)),
    )


def outlines() -> dict[int, Any]:
    """All that are loaded, in degrees, by the wards' numbers, in one query."""
    rows = Outline.objects.values_list("ward__number", "shape")
    return {number: shapely.from_wkb(bytes(shape)) for number, shape in rows}


def _read(path: Path) -> list[Drawn]:
    if path.suffix.lower() != ".csv":
        try:
            return read_geojson(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            raise BadMap(f"this is no text: {error}") from error
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        columns = {(name or "").strip(): name for name in table.fieldnames or ()}
        column = outline_column(columns)
        if column is None or "ward" not in columns:
            raise BadMap("row 1: the columns ward and wkt are needed")
        drawn = list(read_table(table, columns[column]))
    if not drawn:
        raise BadMap("no row has an outline")
    return drawn


def _make_wards(numbers: Iterable[int], city: City) -> list[int]:
    """Those of the map and of the city that are not here yet; whoever is here without a borough or PINs gets them."""
    here = {ward.number: ward for ward in Ward.objects.prefetch_related("pins")}
    rows = {int(row["ward"]): row for row in city.rows}
    for number, row in rows.items():
        ward = here.get(number)
        if ward is None or (ward.borough_id is None and not ward.pins.all()):
            save_row(row)
    bare = [Ward(number=number) for number in numbers if number not in here and number not in rows]
    Ward.objects.bulk_create(bare)
    return sorted({*numbers, *rows} - set(here))
