import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from sessions.city.wards.table import BOROUGH_X, find_wards, load_wards
from sessions.models import Borough, Ward
from sessions.platform.text.by_language import language_codes

pytestmark = pytest.mark.django_db

TABLE = """ward,borough,borough_en,borough_bn,neighbourhoods_en,neighbourhoods_bn,pins,places
95,X,Borough X,বরো ১০,Bijoygarh (part),বিজয়গড় (অংশ),700032,Prince Anwar Shah Road; লায়েলকা মাঠ
98,X,Borough X,বরো ১০,Netaji Nagar; Ranikuthi,নেতাজি নগর; রানীকুঠি,700040,N.S.C. Bose Road
7,,,,,,,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "wards.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def numbers(words: str) -> list[int]:
    return [ward.number for ward in find_wards(words)]


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("anwar shah", [95]),
        ("prince anwarshah rd", []),
        ("bijaygarh", [95]),
        ("রাণিকুঠি", [98]),
        ("netajinagar", [98]),
        ("লায়েলকা", [95]),
        ("n s c bose", [98]),
        ("howrah", []),
        ("zzz", []),
        ("a", []),
        ("ra", []),
        ("ran", [98]),
        ("  ", [7, 95, 98]),
        ("()", []),
    ],
)
def test_a_ward_is_found_by_a_street_a_landmark_or_a_neighbourhood_however_it_is_spelt(
    table: Path, words: str, found: list[int]
):
    load_wards(table)
    assert numbers(words) == found


@pytest.mark.long
@pytest.mark.parametrize(
    "words",
    [
        "ward no 95",
        "Ward-95",
        "#95",
        "95 no. ward",
        "ওয়ার্ড নং ৯৫",
        "৯৫ নং ওয়ার্ড",
        "৯৫নং ওয়ার্ড",
        "৯৫ নম্বর ওয়ার্ড",
        "৯৫ নম্বর ও\u09dfার্ড",
        "वार्ड ९५",
        "वार्ड नं. ९५",
        "700032",
        "700 032",
        "700-032",
        "PIN 700032",
        "Pin code: 700032",
        "Kolkata - 700032",
        "Kolkata, PIN 700032",
        "পিন ৭০০০৩২",
        "কলকাতা ৭০০ ০৩২",
        "وارڈ نمبر ۹۵",
        "پن کوڈ ۷۰۰۰۳۲",
        "کولکاتا ۷۰۰۰۳۲",
    ],
)
def test_a_number_and_a_pin_are_read_the_way_that_people_say_them(table: Path, words: str):
    load_wards(table)
    assert numbers(words) == [95]


@pytest.mark.parametrize("words", ["0", "1095", "95 96", "ward", "7000320", "070032", "pin"])
def test_what_is_neither_number_nor_pin_is_taken_for_a_name(table: Path, words: str):
    load_wards(table)
    assert numbers(words) == []


def test_a_ward_may_have_no_borough(table: Path):
    assert load_wards(table) == 3
    assert Ward.objects.get(number=7).borough is None


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("x,X,,,,,,", "line 5: ward is not a number"),
        (",,,,,,,", "line 5: ward is not a number"),
        ("0,X,Borough X,,,,,", "line 5: ward is not a number"),
        ("32768,X,Borough X,,,,,", "line 5: ward is not a number from 1 to 32767: '32768'"),
        ("99999999999999999999,X,Borough X,,,,,", "line 5: ward is not a number"),
        ("৯৬,X,Borough X,,,,,", "line 5: ward is not a number"),
        ("9,X,Borough X,,,,7000,", "line 5: '7000' is not a PIN of six digits"),
        ("9,X", "line 5: it does not have as many fields as the first line"),
        ("9,X,Borough X,,Ranikuthi, Netaji Nagar,,700040,", "line 5: it does not have as many fields"),
        ('9,X,"Borough X,,,,,', "below line 4 there is no row of a table"),
        ("9,XXXXXXXXX,Borough X,,,,,", "line 5: borough is longer than 8 characters"),
        (f"9,X,{'B' * 81},,,,,", "line 5: borough_en is longer than 80 characters"),
        ("9,XI,,,,,,", "line 5: the borough 'XI' has no name in borough_en"),
        ("9,X,Borough X,,Rani\0kuthi,,,", "line 5: it holds a character that is none"),
        ("95,X,Borough X,,,,,", "these wards stand there more than once: 95"),
    ],
)
def test_a_table_with_a_bad_line_changes_nothing(table: Path, bad: str, words: str):
    table.write_text(f"{TABLE}{bad}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=words) as refused:
        load_wards(table)
    assert (Ward.objects.count(), "\n" in str(refused.value)) == (0, False)


def test_a_table_without_a_row_is_refused(table: Path):
    table.write_text(TABLE.splitlines(keepends=True)[0], encoding="utf-8")
    with pytest.raises(ValueError, match="it holds no ward"):
        load_wards(table)


def test_a_pin_that_stands_twice_in_a_row_is_there_once(table: Path):
    table.write_text(TABLE.replace("700032", "700032 700033 700032"), encoding="utf-8")
    load_wards(table)
    assert [pin.pin for pin in Ward.objects.get(number=95).pins.all()] == ["700032", "700033"]


@pytest.mark.parametrize("language", language_codes())
def test_the_neighbourhood_that_the_form_names_as_an_example_is_found(language: str):
    load_wards(BOROUGH_X)
    with override(language):
        [example] = re.findall(
            r"[95९৯۹५৫۵]{2}[,،] ([^,]+?) (?:or|বা|या|یا) ",
            gettext("For example 95, Bijoygarh or 700032. Bengali digits are fine."),
        )
    assert numbers(example) == [95, 96, 98]


@pytest.mark.costly
def test_a_neighbourhood_has_a_name_in_every_language_where_it_has_one():
    for table in (BOROUGH_X, BOROUGH_X.parent / "cities" / "kolkata.csv"):
        load_wards(table)
        for ward in Ward.objects.exclude(neighbourhood_names={}):
            counts = {code: names.count(";") for code, names in ward.neighbourhood_names.items()}
            assert counts == dict.fromkeys(language_codes(), counts["en"]), ward


@pytest.mark.long
def test_the_boroughs_have_names_in_every_language():
    for table in (BOROUGH_X, BOROUGH_X.parent / "cities" / "kolkata.csv"):
        load_wards(table)
        for borough in Borough.objects.all():
            assert sorted(borough.names) == sorted(language_codes()), borough
