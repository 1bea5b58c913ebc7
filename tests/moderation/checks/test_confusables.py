"""Words in disguise are found; words of two scripts that do not look alike pass."""

import pytest

from moderation.checks.confusables import skeleton
from tests.moderation.checks.flagged import flagged, flagged_by
from tests.running.tables import table

FOUND = [
    ("the p\u0430ypal form", "p\u0430ypal"),  # a Cyrillic a
    ("\u041a\u041c\u0421 says", "\u041a\u041c\u0421"),  # Cyrillic throughout
    ("K\u039cC", "K\u039cC"),  # a Greek M
    ("k০lkata", "k০lkata"),  # a Bengali zero
    ("পৌর\u0938ভা", "পৌর\u0938ভা"),  # a Devanagari letter
    ("नगर\u09a8िगम", "नगर\u09a8िगम"),  # a Bengali letter
    ("کونسلر c\u043euncillor", "c\u043euncillor"),
    ("amader c\u043euncillor", "c\u043euncillor"),
    ("hamare c\u043euncillor", "c\u043euncillor"),
]
PASSES = [
    "KMCর গাড়ি, wardএ, ATMটা",
    "KMC का दफ़्तर, KMCका",
    "KMCکا دفتر",
    "ward৯৫, ৯৫A",
    "ward९५",
    "café, naïve",
    "কলকাতা कोलकाता کولکاتا Kolkata",
    "ক্ষ্যাপা\u200dর র\u200dাফ",
    "amader ward",
    "hamara ward",
]


@pytest.mark.row("threat", 24)
@table(("text", "piece"), FOUND)
def test_a_word_in_disguise_is_found(text: str, piece: str) -> None:
    assert flagged(text, "look_alike") == [piece]


@pytest.mark.row("threat", 24)
@table("text", PASSES)
def test_a_word_of_two_scripts_that_do_not_look_alike_passes(text: str) -> None:
    assert flagged_by(text) == []


def test_what_looks_alike_has_one_skeleton() -> None:
    assert skeleton("০") == skeleton("O")
