from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from sessions.city.places.landmark_table import BadTable, load_landmarks
from sessions.city.places.landmarks import landmarks_of, words_by_landmark
from sessions.city.places.point import Point
from sessions.models import Landmark, Ward
from tests.factories.town import degrees
from tests.running.tables import table


@pytest.fixture
def write(mapped: Ward, tmp_path: Path) -> Callable[..., Path]:
    """Writes a table of landmarks; each row: the ward, its names and a place in metres."""

    def write_rows(*rows: tuple[object, str, str, float, float]) -> Path:
        path = tmp_path / "landmarks.csv"
        places = [(ward, name, own, *degrees(x, y)) for ward, name, own, x, y in rows]
        lines = [f"{ward},{name},{own},{lat},{lon}" for ward, name, own, lat, lon in places]
        path.write_text("\n".join(["Ward,name_en,name_bn,lat,lon", *lines, ""]), encoding="utf-8")
        return path

    return write_rows


def counted(path: Path, *, is_dry_run: bool = False) -> tuple[int, int, int, int]:
    done = load_landmarks(path, is_dry_run=is_dry_run)
    return done.new, done.changed, done.same, done.removed


@pytest.mark.costly
def test_a_table_is_loaded_once_however_often_and_replaces_those_of_its_wards(write: Callable[..., Path]):
    both = (11, "Pump house", "পাম্প হাউস", 500, 500), (12, "School", "", 500, 1500)
    path = write(*both)
    assert (counted(path, is_dry_run=True), Landmark.objects.count()) == ((2, 0, 0, 0), 0)
    assert [counted(path), counted(path)] == [(2, 0, 0, 0), (0, 0, 2, 0)]
    assert counted(write((11, "Pump house", "পাম্প", 500, 500), (11, "Park", "", 300, 300))) == (1, 1, 0, 0)
    assert counted(write((11, "Park", "", 300, 300))) == (0, 0, 1, 1)
    assert [each.key for each in Landmark.objects.all()] == ["Park", "School"]


@pytest.mark.costly
def test_a_wrong_table_says_each_of_its_lines_and_leaves_all_as_it_was(write: Callable[..., Path]):
    path = write(
        (11, "Park", "", 300, 300),
        (99, "Park", "", 300, 300),
        (11, "", "বাগান", 300, 300),
        (11, "Temple", "", 2500, 2500),
        (11, "Far", "", 9000, 9000),
        (11, "Park", "", 400, 400),
    )
    with pytest.raises(BadTable) as bad:
        load_landmarks(path)
    faults = str(bad.value).splitlines()
    assert [line.partition(":")[0] for line in faults] == ["line 3", "line 4", "line 5", "line 6", "line 7"]
    assert faults[0] == "line 3: there is no ward '99'"
    assert "is in ward 15, not in ward 11" in faults[2]
    assert faults[4] == "line 7: ward 11 has a landmark 'Park' in a line above"
    assert not Landmark.objects.exists()
    with pytest.raises(CommandError, match=r"line 3: there is no ward '99'(.|\n)*Nothing was loaded"):
        call_command("load_landmarks", str(path))


@table("text", ["", "ward,lat,lon\n11,1,2\n", "ward,name_en,lat,lon\n11,Park,23.5\n", 'ward,name_en,lat,lon\n11,"Park'])
def test_what_is_no_table_of_landmarks_is_refused(text: str, tmp_path: Path, mapped: Ward):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(BadTable):
        load_landmarks(path)


def test_a_place_is_said_by_the_landmark_next_to_it(mapped: Ward):
    lat, lon = degrees(500, 500)
    names = {"en": "Pump house", "bn": "পাম্প হাউস"}
    Landmark.objects.create(ward=mapped, key="Pump house", names=names, lat=lat, lon=lon)

    def words(x: float, y: float) -> str:
        return words_by_landmark(Point(*degrees(x, y)), "ward 11").replace("\u2068", "").replace("\u2069", "")

    assert words(505, 505) == "At Pump house"
    assert words(500, 622) == "About 120 m north of Pump house"
    assert words(250, 250) == "About 350 m south-west of Pump house"
    assert words(610, 500) == "About 110 m east of Pump house"
    assert words(500, 1100).startswith("A place in ward 11: 23.50")
    with override("bn"):
        assert "পাম্প হাউস" in words(500, 622)


def test_landmarks_are_listed_in_the_readers_order(mapped: Ward):
    for key, own in (("A", "খ"), ("B", "ক")):
        Landmark.objects.create(ward=mapped, key=key, names={"en": key, "bn": own}, lat=1, lon=1)
    assert [each.key for each in landmarks_of(11)] == ["A", "B"]
    with override("bn"):
        assert [each.key for each in landmarks_of(11)] == ["B", "A"]
