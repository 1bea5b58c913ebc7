"""A card is a light picture of 1200 by 630, set as the scripts ask for it, of words that are never code."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from sessions.platform.fonts import find_font_folders
from sessions.record.cards.draw_process import OWN_FONTS, NoGlyph, draw, drawable
from sessions.record.cards.shown_words import said_words
from sessions.record.forms.pdf.render_process import covered_by
from tests.factories.recorded import BENGALI, HARMFUL, HINDI, URDU, URDU_4000

pytestmark = pytest.mark.costly

FOLDERS = [*find_font_folders(), OWN_FONTS]
MOST_BYTES = 300_000
"""What messengers still show as a picture."""

LARGEST = 68
BELOW_BAR = (0, 20, 1200, 630)
SHAPED = {
    "bn": ("ক্ষতিগ্রস্ত রাস্তার কর্মী", "HindSiliguri-SemiBold.ttf", LARGEST),
    "hi": ("श्रीमती वर्षा प्रतिदिन", "NotoSans[wdth,wght].ttf", LARGEST),
    "ur": ("ہمارے محلے میں پانی", "NotoNastaliqUrdu-Regular.ttf", LARGEST * 0.85),
}


def layout_of(*texts: str, lang: str = "en", head: tuple[str, ...] = (), foot: tuple[str, ...] = ()) -> dict[str, Any]:
    words = [{"text": said.text, "lang": said.lang} for said in map(said_words, texts)]
    return {"lang": lang, "head": list(head), "words": words, "foot": list(foot), "between": " · "}


def drawn(layout: dict[str, Any]) -> Image.Image:
    png = draw(layout, FOLDERS)
    assert len(png) < MOST_BYTES
    picture = Image.open(io.BytesIO(png))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    return picture.convert("L")


def ink_of(picture: Image.Image) -> Image.Image:
    """Black on white, cut to what is drawn."""
    black = picture.point(lambda light: 0 if light < 140 else 255)
    box = ImageChops.invert(black).getbbox()
    assert box is not None
    return black.crop(box)


def font_file(name: str) -> Path:
    return next(path for folder in FOLDERS for path in Path(folder).glob("*.ttf") if path.name == name)


def drawn_by_pillow(text: str, lang: str, engine: ImageFont.Layout) -> Image.Image:
    name, size = SHAPED[lang][1:]
    font = ImageFont.truetype(font_file(name), size, layout_engine=engine)
    if "wght" in name:
        font.set_variation_by_axes([100 if b"idth" in axis["name"] else 600 for axis in font.get_variation_axes()])
    picture = Image.new("L", (1400, 400), 255)
    is_shaped = engine == ImageFont.Layout.RAQM
    direction = "rtl" if lang == "ur" else "ltr"
    ImageDraw.Draw(picture).text(
        (100, 100),
        text,
        0,
        font,
        language=lang if is_shaped else None,
        direction=direction if is_shaped else None,
    )
    return ink_of(picture)


def share_in_common(one: Image.Image, other: Image.Image) -> float:
    """The share of the ink of two pictures, when one lies on the other."""
    size = (max(one.width, other.width), max(one.height, other.height))
    first, second = (ImageChops.invert(ImageChops.invert(each).crop((0, 0, *size))) for each in (one, other))
    both = ImageChops.lighter(first, second).histogram()[0]
    either = ImageChops.darker(first, second).histogram()[0]
    return both / either


@pytest.mark.parametrize("lang", SHAPED)
def test_words_are_shaped_as_harfbuzz_shapes_them(lang: str) -> None:
    text = SHAPED[lang][0]
    ours = ink_of(drawn(layout_of(text)).crop(BELOW_BAR))
    shaped = drawn_by_pillow(text, lang, ImageFont.Layout.RAQM)
    unshaped = drawn_by_pillow(text, lang, ImageFont.Layout.BASIC)
    assert abs(ours.width - shaped.width) <= 4
    assert abs(ours.height - shaped.height) <= 4
    assert share_in_common(ours, shaped) > 0.6 > share_in_common(ours, unshaped)


@pytest.mark.long
@pytest.mark.parametrize("text", [BENGALI, HINDI, URDU, URDU_4000, "W" * 500, "?", "😀 ok"], ids=range(7))
def test_words_of_every_length_fit(text: str) -> None:
    picture = drawn(layout_of(text, BENGALI, lang="ur", head=("وارڈ 95", "Ward 95"), foot=("a", "b"))).crop(BELOW_BAR)
    assert ink_of(picture).width < 1090
    for edge in ((0, 0, 40, 610), (1160, 0, 1200, 610)):
        assert ImageStat.Stat(picture.crop(edge)).extrema[0][0] > 200


@pytest.mark.long
@pytest.mark.parametrize("text", HARMFUL, ids=range(len(HARMFUL)))
def test_markup_is_drawn_as_it_is_written_and_strange_letters_are_refused(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    try:
        assert ink_of(drawn(layout_of(text)).crop(BELOW_BAR)).width > 0
    except NoGlyph:
        assert any(char in text for char in "漢\uffff")


def test_a_sign_without_a_glyph_is_left_out_and_a_letter_without_one_is_refused() -> None:
    covered = covered_by(FOLDERS)
    assert drawable("জল 👩‍👩‍👧 কবে? 1️⃣", covered) == "জল \u200d\u200d কবে? 1"
    for text in ("漢字", "ৱ漢", "👩"):
        with pytest.raises(NoGlyph):
            drawable(text, covered)
    with pytest.raises(NoGlyph):
        draw(layout_of(BENGALI), [OWN_FONTS])


def test_a_date_in_urdu_keeps_its_order() -> None:
    assert said_words("پانی 12-11-2026 سے").text == "پانی \u206612-11-2026\u2069 سے"
    assert said_words("From 12-11-2026 on").text == "From 12-11-2026 on"


def test_long_words_are_cut_at_a_blank() -> None:
    said = said_words("one two " * 100)
    assert said.text.endswith("one two …") or said.text.endswith("one …")
    assert len(said.text) <= 162
    assert said_words("x" * 50).text == "x" * 24 + "\u200b" + "x" * 24 + "\u200b" + "xx"
