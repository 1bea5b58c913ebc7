"""Loads a map of wards into the database, all or nothing, and reports what is wrong with it."""

import csv
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import shapely
from django.db import transaction
from django.utils import timezone

from sessions.city.wards.cities import City, find_city
from sessions.city.wards.map.crossings import refuse_tangles
from sessions.city.wards.map.errors import BadMap
from sessions.city.wards.map.reading import Drawn, outline_column, read_geojson, read_table
from sessions.city.wards.map.repair import RepairedOutline, repair
from sessions.city.wards.map.survey import Survey, survey
from sessions.city.wards.table import save_row
from sessions.models import Outline, Ward, WardMap

LONGEST_FIELD = 2**31 - 1
"""Characters of a CSV field: one ward's outline exceeds the csv module's default."""

LARGEST_MAP = 64 * 1024 * 1024
"""Bytes. Maps of the largest cities have a few MiB."""

type LoadProgress = Callable[[Iterable[Any], str, int], Iterable[Any]]
"""Wraps an iterable to show progress: the items, what is done with them, and their number."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of loading a map. new: wards that the database did not have."""

    outlines: int
    repaired: Sequence[RepairedOutline]
    new: Sequence[int]
    city: str
    survey: Survey


def is_map(path: Path) -> bool:
    """Whether the file holds outlines, not only a table of wards. Raises OSError and ValueError."""
    _require_bounded(path)
    if path.suffix.lower() != ".csv":
        return True
    with path.open(encoding="utf-8-sig", newline="") as file:
        return outline_column(_read_rows(file).fieldnames or ()) is not None


def _untracked(things: Iterable[Any], _what: str, _count: int) -> Iterable[Any]:
    return things


def load_map(path: Path, *, track: LoadProgress = _untracked) -> Loaded:
    """Load or replace the outlines of the wards in the file; outlines of other wards stay.

    New wards are made with the facts about the city (city/wards/cities/), and so are its wards without an outline.
    Data of existing wards stay. All slow work is done before the transaction, because a live chat waits for that.
    Raises OSError, and BadMap, which says where the file is wrong.
    """
    drawn = _read(path)
    here, numbers = outlines(), {each.ward for each in drawn}
    try:
        refuse_tangles([*drawn, *(Drawn(ward, here[ward], "the map here") for ward in sorted(here.keys() - numbers))])
        repaired = list(track(repair(drawn), "Mending outlines", len(numbers)))
        bounds = shapely.total_bounds([each.shape for each in repaired])
        city = find_city((bounds[0], bounds[1], bounds[2], bounds[3]))
        shapes = here | {each.ward: each.shape for each in repaired}
        known = [int(row["ward"]) for row in city.rows]
        found = survey(shapes, known, lambda pairs, count: track(pairs, "Comparing neighbours", count))
    except shapely.errors.ShapelyError as error:
        raise BadMap(f"the outlines cannot be compared: {error}") from error
    new = _save(repaired, city, path.name)
    return Loaded(len(repaired), [each for each in repaired if each.why], new, city.name, found)


def outlines() -> dict[int, Any]:
    """Ward number to loaded outline, in degrees; one query."""
    rows = Outline.objects.values_list("ward__number", "shape")
    return {number: shapely.from_wkb(bytes(shape)) for number, shape in rows}


def _require_bounded(path: Path) -> None:
    """Check the size of the file before reading it."""
    if path.stat().st_size > LARGEST_MAP:
        raise BadMap(
            f"it is larger than any map of wards (at most {LARGEST_MAP // 1024**2} MiB); simplify its outlines"
        )


def _read(path: Path) -> list[Drawn]:
    _require_bounded(path)
    if path.suffix.lower() != ".csv":
        try:
            return read_geojson(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            raise BadMap(f"this is no text: {error}") from error
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = _read_rows(file)
        names = table.fieldnames or ()
        column = outline_column(names)
        if column is None or "ward" not in names:
            raise BadMap("row 1: the columns ward and wkt are needed")
        drawn = list(read_table(table, column))
    if not drawn:
        raise BadMap("no row has an outline")
    return drawn


def _read_rows(file: TextIO) -> "csv.DictReader[str]":
    """The rows of a table, with the names of its columns in lower case."""
    csv.field_size_limit(LONGEST_FIELD)
    table = csv.DictReader(file)
    table.fieldnames = [name.strip().lower() for name in table.fieldnames or ()]
    return table


@transaction.atomic
def _save(repaired: Sequence[RepairedOutline], city: City, source: str) -> list[int]:
    """Save the outlines; answers the numbers of the new wards."""
    numbers = [each.ward for each in repaired]
    new = _make_wards(numbers, city)
    wards = Ward.objects.in_bulk(numbers, field_name="number")
    Outline.objects.filter(ward__in=wards.values()).delete()
    Outline.objects.bulk_create(Outline(ward=wards[each.ward], shape=shapely.to_wkb(each.shape)) for each in repaired)
    facts = {"version": uuid.uuid4(), "source": source[:200], "loaded_at": timezone.now(), "city": city.facts()}
    WardMap.objects.update_or_create(pk=1, defaults=facts)
    return new


def _make_wards(numbers: Iterable[int], city: City) -> list[int]:
    """Make the missing wards of the map and the city; existing wards without a borough or PINs get them."""
    here = {ward.number: ward for ward in Ward.objects.prefetch_related("pins")}
    rows = {int(row["ward"]): row for row in city.rows}
    for number, row in rows.items():
        ward = here.get(number)
        if ward is None or (ward.borough_id is None and not ward.pins.all()):
            save_row(row)
    bare = [Ward(number=number) for number in numbers if number not in here and number not in rows]
    Ward.objects.bulk_create(bare)
    return sorted({*numbers, *rows} - set(here))
