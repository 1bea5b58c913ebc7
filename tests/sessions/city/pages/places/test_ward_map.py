import pytest
from django.test import Client

from sessions.city.places.drawing.kept_pictures import WARD_MAPS
from sessions.models import Landmark, Ward
from tests.factories.evening import make_ward
from tests.factories.town import degrees

pytestmark = pytest.mark.costly

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_map_is_drawn_once_for_each_of_few_views_and_kept_by_browsers(client: Client, mapped: Ward):
    lat, lon = degrees(500, 500)
    before = len(WARD_MAPS)
    address = f"/wards/11/map.png?around={lat},{lon}&zoom=3&lang=bn"
    first = client.get(address)
    assert (first.status_code, first.headers["Content-Type"], first.content[:8]) == (200, "image/png", PNG)
    assert first.headers["Cache-Control"] == "public, max-age=86400"
    # A little beside it is the same view of the grid.
    same = client.get(f"/wards/11/map.png?around={lat + 0.00001},{lon}&zoom=3&lang=bn&at=nonsense&unknown=1")
    assert (same.content, same.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert len(WARD_MAPS) == before + 1
    unchanged = client.get(address, headers={"If-None-Match": f"W/{first.headers['ETag']}"})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_another_landmark_makes_another_picture(client: Client, mapped: Ward):
    address = "/wards/11/map.png?lang=en"
    first = client.get(address)
    lat, lon = degrees(300, 300)
    Landmark.objects.create(ward=mapped, key="Park", names={"en": "Park"}, lat=lat, lon=lon)
    second = client.get(address)
    assert first.headers["ETag"] != second.headers["ETag"]
    assert first.content != second.content


def test_nonsense_is_the_whole_ward_in_the_language_that_all_fall_back_on(client: Client, mapped: Ward):
    whole = client.get("/wards/11/map.png?lang=en").content
    for nonsense in ("around=,&zoom=3", "around=nan,1&zoom=2", "zoom=99", "scale=7", "lang=xx", "around=%00"):
        assert client.get(f"/wards/11/map.png?{nonsense}", headers={"Accept-Language": "bn"}).content == whole


def test_a_ward_that_no_map_shows_has_no_picture(client: Client, mapped: Ward):
    make_ward(95)
    assert [client.get(f"/wards/{number}/map.png").status_code for number in (95, 4000)] == [404, 404]
