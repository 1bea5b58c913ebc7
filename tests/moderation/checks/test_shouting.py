"""Shouting is found in capitals, in marks and in stretched words; abbreviations and emphasis pass."""

from tests.moderation.checks.flagged import flagged, flagged_by
from tests.running.tables import table

FOUND = [
    ("PLEASE FIX THE DRAIN NOW", "PLEASE FIX THE DRAIN NOW"),
    ("NO WATER AGAIN", "NO WATER AGAIN"),
    ("Sir, THIS IS THE THIRD TIME THAT I ASK. Thanks.", "THIS IS THE THIRD TIME THAT I ASK"),
    ("Why!!!!", "!!!!"),
    ("When?!?!", "?!?!"),
    ("pleeeeease", "eeeee"),
    ("জল দিন!!!", "!!!"),
    ("জল নাাাাাই", "াাাাা"),
    ("पानी दो!!!!", "!!!!"),
    ("پانی دو!!!!", "!!!!"),
    ("JOL KOBE ASBE BOLUN", "JOL KOBE ASBE BOLUN"),
    ("PAANI KAB AAYEGA BATAIYE", "PAANI KAB AAYEGA BATAIYE"),
]
PASSES = [
    "Why do KMC, CESC and PWD not work together?",
    "KMC, CESC, BSNL",
    "WARD 95",
    "Water!!",
    "Kobe hobe??",
    "Please do it NOW.",
    "ওয়ার্ড ৯৫-এ KMC কবে আসবে?",
    "KMC कब आएगी?",
    "KMC کب آئے گی؟",
    "1000000",
    "........ and then?",
    "-----",
    "IFSC, PAN, OTP",
    "A B C",
]


@table(("text", "piece"), FOUND)
def test_shouting_is_found(text: str, piece: str) -> None:
    assert flagged(text, "shouting") == [piece]


@table("text", PASSES)
def test_what_is_none_passes(text: str) -> None:
    assert flagged_by(text) == []
