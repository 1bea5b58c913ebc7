import random
from pathlib import Path

import pytest
import shapely

from sessions.city.wards.loaded_map import current_map
from sessions.city.wards.map.errors import BadMap
from sessions.city.wards.map.found import Found
from sessions.city.wards.outlines import is_map, load_map
from sessions.models import Borough, Outline, Ward, WardMap, WardPin
from tests.factories.evening import make_ward
from tests.factories.town import degrees, feature, town, write_map

pytestmark = pytest.mark.django_db


IN_KOLKATA = {
    "type": "FeatureCollection",
    "features": [
        feature(93, {"type": "Polygon", "coordinates": [[[88.35, 22.5], [88.36, 22.5], [88.36, 22.51], [88.35, 22.5]]]})
    ],
}


def load(folder: Path, content: object, name: str = "map.geojson"):
    return load_map(write_map(folder / name, content))


def wkt(west: float, south: float, east: float, north: float) -> str:
    corners = [
        degrees(*corner) for corner in ((west, south), (east, south), (east, north), (west, north), (west, south))
    ]
    return f'"POLYGON(({", ".join(f"{lon} {lat}" for lat, lon in corners)}))"'


def test_wards_that_are_new_are_made_and_those_that_are_here_keep_what_they_have(tmp_path: Path):
    ward = make_ward(11)
    loaded = load(tmp_path, town())
    assert (loaded.outlines, loaded.new, loaded.city) == (8, [12, 13, 14, 15, 16, 17, 18], "")
    assert list(Ward.objects.values_list("number", "borough")) == [
        (11, ward.borough_id),
        *((number, None) for number in range(12, 19)),
    ]


@pytest.mark.costly
def test_a_tangled_outline_is_refused_and_leaves_nothing_behind(tmp_path: Path):
    chance = random.Random(1)
    corners = [[88 + chance.random() / 10, 22 + chance.random() / 10] for _each in range(5_000)]
    content = town()
    content["features"].append(feature(19, {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}))
    with pytest.raises(BadMap, match="feature 9: the outline of ward 19 is tangled"):
        load(tmp_path, content)
    assert (Ward.objects.count(), Outline.objects.count()) == (0, 0)


def test_a_file_that_is_wrong_at_its_end_leaves_nothing_behind(tmp_path: Path):
    content = town()
    content["features"].append(feature(19, {"type": "Point", "coordinates": [88.4, 22.5]}))
    with pytest.raises(BadMap):
        load(tmp_path, content)
    assert (Ward.objects.count(), Outline.objects.count(), WardMap.objects.count()) == (0, 0, 0)


@pytest.mark.costly
def test_a_second_file_replaces_the_outlines_that_it_draws_and_every_process_sees_it(tmp_path: Path):
    load(tmp_path, town())
    place = degrees(500, 500)
    before = current_map()
    assert before is not None
    assert before.find(*place) == Found("one", (11,))
    load(tmp_path, town({11: (5000, 0, 6000, 1000), 19: (0, 0, 1000, 998)}))
    after = current_map()
    assert after is not None
    assert (after.find(*place), len(after.wards)) == (Found("one", (19,)), 9)
    assert current_map() is after


def test_without_a_map_there_is_none():
    assert current_map() is None


@pytest.mark.costly
def test_a_map_whose_wards_are_gone_is_none(tmp_path: Path):
    load(tmp_path, town())
    Ward.objects.all().delete()
    assert current_map() is None


def test_a_table_with_a_column_of_wkt_is_a_map(tmp_path: Path):
    path = write_map(tmp_path / "map.csv", f"ward,wkt\n7,{wkt(0, 0, 500, 500)}\n8,{wkt(500, 0, 900, 500)}\n")
    assert (is_map(path), load_map(path).outlines) == (True, 2)
    assert Ward.objects.count() == 2


@pytest.mark.parametrize("names", ["Ward,WKT", "ward, wkt", "WARD,The_Geom"])
def test_the_names_of_a_maps_columns_may_be_written_in_capitals_or_with_a_blank(tmp_path: Path, names: str):
    path = write_map(tmp_path / "map.csv", f"{names}\n7,{wkt(0, 0, 500, 500)}\n")
    assert (is_map(path), load_map(path).outlines) == (True, 1)


def test_what_the_geometry_library_cannot_do_is_refused_and_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(_shapes: object) -> None:
        raise shapely.errors.GEOSException("TopologyException:\nside location conflict")

    monkeypatch.setattr(shapely, "union_all", fail)
    with pytest.raises(BadMap, match="the outlines cannot be compared: TopologyException: side location conflict"):
        load(tmp_path, town())
    assert (Ward.objects.count(), Outline.objects.count()) == (0, 0)


def test_outlines_longer_than_a_tables_field_may_be_are_read(tmp_path: Path):
    corners = ", ".join(f"{88.4 + i * 1e-7:.7f} 22.5" for i in range(9_990))
    text = f'ward,wkt\n7,"POLYGON((88.4 22.6, {corners}, 88.6 22.6, 88.4 22.6))"\n'
    assert load(tmp_path, text, "map.csv").outlines == 1


@pytest.mark.parametrize("text", ["ward,wkt\n", "ward,wkt\n7,\n", "number,wkt\n7,\n", "ward,wkt\n7,POINT(88 22)\n"])
def test_a_table_without_outlines_is_refused(tmp_path: Path, text: str):
    with pytest.raises(BadMap):
        load(tmp_path, text, "map.csv")


@pytest.mark.long
def test_a_map_of_a_city_that_is_known_brings_its_boroughs_its_pins_and_the_wards_that_no_map_has(tmp_path: Path):
    loaded = load(tmp_path, IN_KOLKATA)
    assert (loaded.city, len(loaded.new), Ward.objects.get(number=144).borough) == (
        "Kolkata",
        144,
        Borough.objects.get(code="XVI"),
    )
    assert list(WardPin.objects.filter(ward__number=142).values_list("pin", flat=True)) == ["700104"]
    assert 142 in loaded.survey.missing
    city = current_map()
    assert city is not None
    assert city.find(22.445, 88.307) == Found("none", (142, 143, 144), (142, 143, 144))


@pytest.mark.long
def test_what_a_clerk_has_entered_for_a_ward_outlives_a_map_of_its_city(tmp_path: Path):
    ward = make_ward(95)
    ward.neighbourhood_names = {"en": "As we call it"}
    ward.save()
    load(tmp_path, IN_KOLKATA)
    ward.refresh_from_db()
    assert (ward.neighbourhood_names["en"], ward.borough) == ("As we call it", Borough.objects.get(code="X"))
