import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from sessions.models import Ward, WardPin
from tests.factories.town import degrees, feature, town, write_map

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.mark.costly
def test_a_map_is_loaded_with_a_report_and_then_answers(tmp_path: Path):
    said = run("load_wards", str(write_map(tmp_path / "town.geojson", town()))).splitlines()
    assert said[:2] == ["8 outlines loaded.", "Wards that are new here: 11-18."]
    lat, lon = degrees(990, 500)
    assert json.loads(run("find_ward", f"--lat={lat}", f"--lon={lon}", "--json"))["wards"] == [11, 17]
    assert run("find_ward", f"--lat={lat}", f"--lon={lon}") == (
        "It may lie in, the likeliest first: ward 11 (no names entered); ward 17 (no names entered)\n"
    )
    assert run("find_ward", "--lat=0", "--lon=0") == "It lies in none of the wards of the map.\n"


@pytest.mark.costly
def test_without_a_file_the_wards_of_borough_x_are_loaded():
    assert run("load_wards") == "12 wards loaded.\n"
    assert json.loads(run("find_ward", "--pin", "700068", "--json")) == {
        "result": "ask",
        "wards": [93],
        "by_hand": [],
        "neighbourhoods": {"93": []},
    }


def test_wards_that_no_map_has_are_offered_by_hand(tmp_path: Path):
    run("load_wards", str(write_map(tmp_path / "town.geojson", town())))
    WardPin.objects.create(ward=Ward.objects.create(number=142), pin="700104")
    assert run("find_ward", "--pin", "700104") == (
        "It lies in none of the wards of the map. To be chosen by hand, if it is one of them: "
        "ward 142 (no names entered)\n"
    )


def test_a_bad_map_is_refused_in_one_line_and_nothing_of_it_stays(tmp_path: Path):
    content = town()
    content["features"].append(feature("?", None))
    path = write_map(tmp_path / "town.geojson", content)
    with pytest.raises(CommandError) as refused:
        run("load_wards", str(path))
    assert str(refused.value) == f"{path}: feature 9 (ward ?) has no outline. Nothing was loaded."
    assert Ward.objects.count() == 0


def test_what_the_database_says_is_told_in_one_line(tmp_path: Path):
    path = write_map(tmp_path / "town.geojson", town())

    def fail(*_: object) -> None:
        raise OperationalError("connection to server failed:\n\tIs the server running?")

    for arguments in (["load_wards", str(path)], ["load_wards"], ["find_ward", "--pin=700032"]):
        with connection.execute_wrapper(fail), pytest.raises(CommandError) as refused:
            run(*arguments)
        said = str(refused.value)
        assert ("connection to server failed: Is the server running?" in said, "\n" in said) == (True, False)


@pytest.mark.parametrize("name", ["nowhere.geojson", "nowhere.csv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str):
    with pytest.raises(CommandError, match="No such file or directory"):
        run("load_wards", str(tmp_path / name))


@pytest.mark.parametrize(
    "arguments",
    [[], ["--lat=22.5"], ["--lat=22.5", "--lon=88.4", "--pin=700032"], ["--lat=nan", "--lon=88.4"], ["--pin=1"]],
)
def test_what_cannot_be_asked_is_refused(arguments: list[str]):
    with pytest.raises(CommandError):
        run("find_ward", *arguments)
