"""Aadhaar numbers and virtual ones are known by their check digit; other numbers of the same length pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.verhoeff import calc_check_digit

from tests.moderation.checks.flagged import DIGITS, flagged, flagged_by, in_digits
from tests.running.tables import table


def with_check_digit(digits: str) -> str:
    return f"{digits}{calc_check_digit(digits)}"


def in_fours(digits: str, gap: str = " ") -> str:
    return gap.join(digits[at : at + 4] for at in range(0, len(digits), 4))


AADHAAR = with_check_digit("23412341234")
VIRTUAL = with_check_digit("912345678901234")
WRONG = f"{AADHAAR[:-1]}{(int(AADHAAR[-1]) + 1) % 10}"

AADHAARS = [
    f"Aadhaar {AADHAAR}",
    f"my aadhaar is {in_fours(AADHAAR)}.",
    f"{in_fours(AADHAAR, '-')}, please check",
    " ".join(AADHAAR),
    f"আমার আধার নম্বর {in_fours(AADHAAR)}।",
    f"मेरा आधार नंबर {in_fours(AADHAAR)} है",
    f"میرا آدھار نمبر {in_fours(AADHAAR)} ہے",
    f"amar aadhaar number {AADHAAR}",
    f"mera aadhaar number {in_fours(AADHAAR)} hai",
]
VIRTUALS = [
    VIRTUAL,
    in_fours(VIRTUAL),
    f"ভিআইডি {in_fours(VIRTUAL, '-')}",
    f"वीआईडी {VIRTUAL}",
    f"وی آئی ڈی {VIRTUAL}",
    f"amar VID holo {in_fours(VIRTUAL)}",
    f"mera VID {in_fours(VIRTUAL)} hai",
]
PASSES = [
    WRONG,
    in_fours(WRONG),
    f"docket {AADHAAR}",
    f"ডকেট নম্বর {AADHAAR}",
    f"शिकायत संख्या {AADHAAR}",
    f"شکایت نمبر {AADHAAR}",
    f"obhijog nombor {AADHAAR}",
    f"shikayat number {AADHAAR}",
    f"assessee no. {AADHAAR}",
    f"0{AADHAAR[1:]}",
    "2023 2021 2024",
    "2024 2025 2026",
]


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table("text", AADHAARS)
def test_an_aadhaar_number_is_found_in_every_script(text: str, script: str) -> None:
    assert flagged_by(in_digits(text, DIGITS[script])) == ["aadhaar"]


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table("text", VIRTUALS)
def test_a_virtual_one_is_found_in_every_script(text: str, script: str) -> None:
    assert flagged_by(in_digits(text, DIGITS[script])) == ["vid"]


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table("text", PASSES)
def test_what_is_none_passes(text: str, script: str) -> None:
    assert flagged_by(in_digits(text, DIGITS[script])) == []


@pytest.mark.costly
@pytest.mark.row("threat", 47)
@given(st.from_regex(r"[2-9][0-9]{10}", fullmatch=True), st.sampled_from(sorted(DIGITS)))
def test_each_valid_number_is_found_and_none_with_another_last_digit(digits: str, script: str) -> None:
    own = in_digits(with_check_digit(digits), DIGITS[script])
    assert flagged(own, "aadhaar") == [own]
    for last in set("0123456789") - {with_check_digit(digits)[-1]}:
        assert flagged(in_digits(f"{digits}{last}", DIGITS[script]), "aadhaar") == []
