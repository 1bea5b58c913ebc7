from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sessions.city.wards.outlines import load_map
from sessions.models import Ward, WardPin
from tests.factories.town import degrees, town, write_map

pytestmark = pytest.mark.django_db
ADDRESS = "/api/wards/find"


@pytest.fixture
def mapped(tmp_path: Path) -> None:
    load_map(write_map(tmp_path / "town.geojson", town()))
    Ward.objects.filter(number=11).update(neighbourhood_names={"en": "Old Market; Ferry Lane"})


def at(client: Client, x: float, y: float) -> Any:
    lat, lon = degrees(x, y)
    return client.get(ADDRESS, {"lat": str(lat), "lon": str(lon)})


@pytest.mark.costly
def test_the_answer_names_the_wards_and_what_is_there(client: Client, mapped: None):
    answer = at(client, 990, 500)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json() == {
        "result": "ask",
        "wards": [11, 17],
        "by_hand": [],
        "neighbourhoods": {"11": ["Old Market", "Ferry Lane"], "17": []},
    }


@pytest.mark.costly
def test_nothing_keeps_the_answer(client: Client, mapped: None):
    assert "no-store" in at(client, 500, 500).headers["Cache-Control"]


def test_a_pin_is_found_too(client: Client, mapped: None):
    WardPin.objects.create(ward=Ward.objects.get(number=12), pin="713101")
    assert client.get(ADDRESS, {"pin": "713 101"}).json()["wards"] == [12]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?lat=22.5",
        "?lon=88.4",
        "?lat=22.5&lon=88.4&pin=700032",
        "?lat=22.5&lat=22.6&lon=88.4",
        "?pin=700032&pin=700033",
        "?lat=&lon=",
        "?lat=nan&lon=88.4",
        "?lat=91&lon=88.4",
        "?lat=22.5&lon=181",
        "?pin=7000",
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(client: Client, mapped: None, query: str):
    answer = client.get(ADDRESS + query)
    assert (answer.status_code, answer.json()["code"], len(answer.json()["error"]) > 20) == (400, "bad_field", True)


def test_without_a_map_the_answer_is_that_there_is_none(client: Client):
    answer = client.get(ADDRESS, {"lat": "22.5", "lon": "88.4"})
    assert (answer.status_code, answer.json()["code"]) == (503, "no_map")


@pytest.mark.costly
def test_a_lookup_takes_two_queries_once_the_map_is_ready(client: Client, mapped: None, django_assert_num_queries: Any):
    at(client, 500, 500)
    with django_assert_num_queries(2):
        at(client, 990, 500)


def test_only_reading_is_possible(client: Client):
    assert client.post(ADDRESS).status_code == 405
