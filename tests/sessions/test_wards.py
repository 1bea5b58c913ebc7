from pathlib import Path

import pytest

from sessions.models import Ward
from sessions.wards import find_wards, load_wards

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
        ("  ", [7, 95, 98]),
        ("()", []),
    ],
)
def test_a_ward_is_found_by_a_street_a_landmark_or_a_neighbourhood_however_it_is_spelt(
    table: Path, words: str, found: list[int]
):
    load_wards(table)
    assert numbers(words) == found


def test_a_ward_may_have_no_borough(table: Path):
    assert load_wards(table) == 3
    assert Ward.objects.get(number=7).borough is None


@pytest.mark.parametrize(
    ("bad", "words"),
    [("x,X,,,,,", "line 5: ward is not a number"), ("9,X,,,,,7000", "line 5: '7000' is not a PIN of six digits")],
)
def test_a_table_with_a_bad_line_changes_nothing(table: Path, bad: str, words: str):
    table.write_text(f"{TABLE}{bad}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=words):
        load_wards(table)
    assert Ward.objects.count() == 0
