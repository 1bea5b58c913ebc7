"""What a drawn map shows, by its pixels, and what it weighs."""

import math
from io import BytesIO

import pytest
from django.utils.translation import override
from PIL import Image

from sessions.city.places.drawing.labels import font_for, shortened_label
from sessions.city.places.drawing.picture import BEYOND, DOT, MARKER, PAPER, draw_scene
from sessions.city.places.drawing.scene import scene_of
from sessions.city.places.map_view import SIDE_PX, MapView, frame_of, whole_ward
from sessions.city.places.point import Point
from sessions.models import Landmark, Ward
from tests.factories.town import degrees
from tests.running.tables import table

MOST_BYTES = 15 * 1024


@pytest.fixture
def view(mapped: Ward) -> MapView:
    frame = frame_of(mapped.number)
    assert frame is not None
    return whole_ward(frame)


def drawn(view: MapView, chosen: Point | None = None, *, scale: int = 1) -> Image.Image:
    return Image.open(BytesIO(draw_scene(scene_of(view, chosen), scale=scale))).convert("RGB")


def pixel(picture: Image.Image, view: MapView, x: float, y: float) -> str:
    left, top = view.pixel_of(*degrees(x, y))
    red, green, blue = picture.getpixel((left, top))  # type: ignore[misc, arg-type]
    return f"#{red:02x}{green:02x}{blue:02x}"


@pytest.mark.costly
def test_the_ward_is_paper_and_the_places_around_it_are_not(view: MapView):
    picture = drawn(view)
    assert picture.size == (SIDE_PX, SIDE_PX)
    assert (pixel(picture, view, 300, 300), pixel(picture, view, 1040, 700)) == (PAPER, BEYOND)
    assert drawn(view, scale=2).size == (2 * SIDE_PX, 2 * SIDE_PX)


@pytest.mark.costly
def test_the_chosen_place_and_the_landmarks_are_marked_where_they_are(view: MapView, mapped: Ward):
    lat, lon = degrees(250, 750)
    Landmark.objects.create(ward=mapped, key="Pump house", names={"en": "Pump house"}, lat=lat, lon=lon)
    picture = drawn(view, Point(*degrees(700, 250)))
    assert (pixel(picture, view, 250, 750), pixel(picture, view, 700, 250)) == (DOT, MARKER)


def test_a_place_that_the_view_does_not_show_makes_no_other_picture(view: MapView):
    assert scene_of(view, Point(*degrees(9000, 0))).version == scene_of(view, None).version
    assert scene_of(view, Point(*degrees(500, 0))).version != scene_of(view, None).version


@pytest.mark.long
def test_a_map_with_many_landmarks_is_small_in_every_language(view: MapView, mapped: Ward):
    names = {"en": "Bijoygarh College", "bn": "বিজয়গড় কলেজ", "hi": "विजयगढ़ कॉलेज", "ur": "وجے گڑھ کالج"}
    places = [
        degrees(500 + 11 * number * math.cos(number), 500 + 11 * number * math.sin(number)) for number in range(40)
    ]
    Landmark.objects.bulk_create(
        Landmark(ward=mapped, key=str(place), names=names, lat=place[0], lon=place[1]) for place in places
    )
    for language in names:
        with override(language):
            scene = scene_of(view, Point(*degrees(500, 500)))
        assert [len(draw_scene(scene, scale=scale)) <= MOST_BYTES for scale in (1, 2)] == [True, True], language


@table("words", ["Pump house", "বিজয়গড় কলেজ", "विजयगढ़", "وجے گڑھ", "৯৫", "९५"])
def test_the_scripts_of_all_languages_have_a_font(words: str):
    assert font_for(words, 12) is not None


def test_a_text_without_a_font_is_not_written_in_boxes(view: MapView, mapped: Ward):
    assert font_for("漢字", 12) is None
    lat, lon = degrees(250, 750)
    Landmark.objects.create(ward=mapped, key="x", names={"en": "漢字"}, lat=lat, lon=lon)
    assert pixel(drawn(view), view, 250, 750) == DOT


def test_long_names_are_cut_between_graphemes():
    assert shortened_label("গল্ফ গ্রিন সেন্ট্রাল পার্ক সংলগ্ন পুকুর").endswith("…")
    assert shortened_label("Pump house") == "Pump house"
