import json
from typing import Any

import pytest

from sessions.city.wards.map.errors import BadMap
from sessions.city.wards.map.reading import outline_column, read_geojson, read_table
from tests.factories.town import feature, ring, square, town
from tests.running.tables import table

SQUARE = square(0, 0, 100, 100)
DEEP = '{"type": "GeometryCollection", "geometries": [' * 2000 + "null" + "]}" * 2000


def collection(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def refusal(text: str) -> str:
    with pytest.raises(BadMap) as refused:
        read_geojson(text)
    return str(refused.value)


def test_each_feature_is_an_outline_with_its_wards_number():
    drawn = read_geojson(json.dumps(town()))
    assert [each.ward for each in drawn] == [11, 12, 13, 14, 15, 16, 17, 18]
    assert (drawn[0].where, drawn[0].shape.geom_type) == ("feature 1", "Polygon")


@table("name", ["WARD", "ward", "Ward_No", "ward_number", "WARDNO"])
@table("number", ["95", 95, 95.0, "095", "Ward 95", "ward no. 95", " 95 ", "৯৫"])
def test_the_number_is_read_under_its_usual_names_and_spellings(name: str, number: object):
    [drawn] = read_geojson(collection(feature(number, SQUARE, name)))
    assert drawn.ward == 95


@table("number", ["", None, "95A", "0", -3, True, [95], "99999", "1e3", 9.5])
def test_what_is_no_wards_number_is_refused(number: object):
    assert refusal(collection(feature(1, SQUARE), feature(number, SQUARE))).startswith("feature 2: ")


@table(
    ("text", "words"),
    [
        ("{", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        ("[]", "this is no GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection"}', "it holds no feature"),
        (collection(), "it holds no feature"),
        (collection({"type": "Feature"}), "feature 1 does not say which ward it is"),
        (collection(feature(1, None)), "feature 1 (ward 1) has no outline"),
        (collection(feature(1, {"type": "Polygon"})), "feature 1 (ward 1): its outline cannot be read"),
        (collection(feature(1, {"type": "Point", "coordinates": [88, 22]})), "feature 1: ward 1 is drawn as a Point"),
        (collection(feature(1, {"type": "Polygon", "coordinates": []})), "feature 1: the outline of ward 1 has a ring"),
        (collection(feature(1, {"type": "MultiPolygon", "coordinates": []})), "feature 1: the outline of ward 1 has"),
        (
            collection(feature(1, {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], []]})),
            "feature 1: the outline of ward 1 has a ring without any corner",
        ),
        (
            collection(feature(1, {"type": "Polygon", "coordinates": [[[10**400, 1], [1, 1], [1, 2], [1, 1]]]})),
            "feature 1 (ward 1): its outline cannot be read",
        ),
        (collection(feature(1, "DEEP")).replace('"DEEP"', DEEP), "feature 1 (ward 1): its outline cannot be read"),
        (
            collection(feature(1, SQUARE), crs={"type": "name", "properties": {"name": "EPSG:\n14326"}}),
            "its co-ordinates are not in degrees (WGS 84) but in EPSG: 14326",
        ),
        (collection(feature(1, SQUARE, "WA\nRD")), "feature 1 does not say which ward it is: no property is called"),
        (collection(feature(1, {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]})), "feature 1 (ward 1): its"),
        (
            collection(
                feature(1, {"type": "Polygon", "coordinates": [[[5e5, 2e6], [6e5, 2e6], [6e5, 3e6], [5e5, 2e6]]]})
            ),
            "feature 1: the outline of ward 1 is not in degrees",
        ),
        (
            collection(feature(1, SQUARE), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32645"}}),
            "its co-ordinates are not in degrees (WGS 84) but in urn:ogc:def:crs:EPSG::32645",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_is_wrong_in_it(text: str, words: str):
    said = refusal(text)
    assert (said.startswith(words), "\n" in said) == (True, False)


@table("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "CRS84"])
def test_degrees_may_be_named_in_several_ways(name: str):
    [drawn] = read_geojson(collection(feature(1, SQUARE), crs={"type": "name", "properties": {"name": name}}))
    assert drawn.ward == 1


def test_heights_are_left_out():
    corners = [[88.0, 22.0, 5.0], [88.1, 22.0, float("nan")], [88.1, 22.1, 7.0], [88.0, 22.0, 5.0]]
    [drawn] = read_geojson(collection(feature(1, {"type": "Polygon", "coordinates": [corners]})))
    assert drawn.shape.wkt == "POLYGON ((88 22, 88.1 22, 88.1 22.1, 88 22))"


def test_corners_that_are_no_numbers_are_refused():
    corners = [[[88.0, 22.0], [float("nan"), 22.1], [88.1, 22.1], [88.0, 22.0]]]
    text = json.dumps(
        {"type": "FeatureCollection", "features": [feature(1, {"type": "Polygon", "coordinates": corners})]}
    )
    assert refusal(text).startswith("feature 1")


def test_a_table_may_hold_outlines_as_wkt():
    rows = [{"ward": "7", "WKT": "POLYGON((88 22, 88.1 22, 88.1 22.1, 88 22))"}, {"ward": "8", "WKT": ""}]
    column = outline_column(["ward", "WKT"])
    assert column == "WKT"
    assert [(each.ward, each.where) for each in read_table(rows, column)] == [(7, "row 2")]
    with pytest.raises(BadMap, match="row 2: this is no WKT"):
        list(read_table([{"ward": "7", "WKT": "POLYGON((88"}], column))


@pytest.mark.row("threat", 43)
def test_a_ring_of_too_many_points_is_refused_with_its_ward():
    corners = [(each % 2 + each / 20_000, each % 3 + each / 20_000) for each in range(20_000)]
    content = {
        "type": "FeatureCollection",
        "features": [feature(7, {"type": "Polygon", "coordinates": [ring(corners)]})],
    }
    why = "^feature 1: a ring of ward 7 has 20001 points, and at most 10000 are read; simplify it$"
    with pytest.raises(BadMap, match=why):
        read_geojson(json.dumps(content))
