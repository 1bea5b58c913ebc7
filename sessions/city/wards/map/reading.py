"""Reads outlines from a file, as they are drawn: GeoJSON (RFC 7946), or a table with a column of WKT."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape as shape_of

from sessions.city.wards.map.errors import BadMap
from sessions.contract.limits import HIGHEST_WARD

MOST_POINTS = 10_000
"""Points of one ring: the largest wards of surveyed maps have some thousands."""

NUMBER_NAMES = ("ward", "ward_no", "ward_number", "wardno", "ward_id", "number", "no")
"""Names of properties that may hold the ward's number, in this order; without regard to case."""

OUTLINE_NAMES = ("wkt", "outline", "geometry", "the_geom", "geom")
DEGREES = re.compile(r"(?:.*[:/])?(?:CRS84|4326)")
"""The accepted names of coordinate reference systems: urn:ogc:def:crs:OGC:1.3:CRS84, EPSG:4326."""

READING_ERRORS = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
    shapely.errors.ShapelyError,
)
"""The errors of the geometry library for unreadable outlines."""

WARD_NUMBER = re.compile(r"(?:ward\s*(?:no\.?)?\s*)?0*(\d{1,5})(?:\.0)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One outline of the file, in degrees, and its place in the file."""

    ward: int
    shape: Any
    where: str


def read_geojson(text: str) -> list[Drawn]:
    """Raises BadMap that names the feature."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMap(f"this is no JSON: {error}") from error
    if not isinstance(found, Mapping) or found.get("type") != "FeatureCollection":
        raise BadMap("this is no GeoJSON FeatureCollection")
    named = str((_mapping(_mapping(found.get("crs")).get("properties"))).get("name", "CRS84"))
    if not DEGREES.fullmatch(named):
        raise BadMap(f"its co-ordinates are not in degrees (WGS 84) but in {named}; convert it first")
    features = found.get("features")
    if not isinstance(features, Sequence) or not features:
        raise BadMap("it holds no feature")
    return [_read_feature(feature, f"feature {place}") for place, feature in enumerate(features, start=1)]


def read_table(rows: Iterable[Mapping[str, str]], column: str) -> Iterator[Drawn]:
    """The outlines of rows with a ward and WKT in that column; rows with an empty one are skipped. Raises BadMap."""
    for line, row in enumerate(rows, start=2):
        words = (row[column] or "").strip()
        if words:
            where = f"row {line}"
            try:
                shape = shapely.from_wkt(words)
            except shapely.errors.GEOSException as error:
                raise BadMap(f"{where}: this is no WKT: {words[:40]!r}") from error
            yield _checked(Drawn(_read_number(row.get("ward"), where), shape, where))


def outline_column(columns: Iterable[str]) -> str | None:
    """The name of the column that holds outlines, if any."""
    return next((column for column in columns if column.strip().lower() in OUTLINE_NAMES), None)


def _read_feature(feature: Any, where: str) -> Drawn:
    properties = {str(name).lower(): value for name, value in _mapping(_mapping(feature).get("properties")).items()}
    name = next((name for name in NUMBER_NAMES if name in properties), None)
    if name is None:
        known = ", ".join(sorted(properties)) or "none"
        raise BadMap(f"{where} does not say which ward it is: no property is called ward (there are: {known})")
    geometry = _mapping(feature).get("geometry")
    if geometry is None:
        raise BadMap(f"{where} (ward {properties[name]}) has no outline")
    try:
        with np.errstate(invalid="ignore"):  # NaN is refused below, with the ward's name
            shape = shape_of(geometry)
    except READING_ERRORS as error:
        raise BadMap(f"{where} (ward {properties[name]}): its outline cannot be read: {error}") from error
    return _checked(Drawn(_read_number(properties[name], where), shape, where))


def _read_number(value: Any, where: str) -> int:
    found = WARD_NUMBER.fullmatch(str(value).strip()) if isinstance(value, str | int | float) else None
    if found is None or not 0 < (number := int(found[1])) <= HIGHEST_WARD:
        raise BadMap(f"{where}: {value!r} is not the number of a ward")
    return number


def _checked(drawn: Drawn) -> Drawn:
    corners = shapely.get_coordinates(drawn.shape)
    if drawn.shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise BadMap(f"{drawn.where}: ward {drawn.ward} is drawn as a {drawn.shape.geom_type}, not as a polygon")
    if not len(corners) or shapely.is_empty(shapely.get_rings(shapely.get_parts(drawn.shape))).any():
        raise BadMap(f"{drawn.where}: the outline of ward {drawn.ward} has a ring without any corner")
    longest = int(shapely.get_num_points(shapely.get_rings(shapely.get_parts(drawn.shape))).max())
    if longest > MOST_POINTS:
        raise BadMap(
            f"{drawn.where}: a ring of ward {drawn.ward} has {longest} points, and at most {MOST_POINTS} are read; "
            "simplify it"
        )
    # Written so that NaN fails, too.
    if not (abs(corners) <= (180, 90)).all():
        raise BadMap(f"{drawn.where}: the outline of ward {drawn.ward} is not in degrees of longitude and latitude")
    return replace(drawn, shape=shapely.force_2d(drawn.shape))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
