"""Phrases of the lists that are given are found as whole words, whatever their case, their signs or their spelling."""

import tomllib

import pytest

from moderation.checks.phrases import STARTER_LISTS
from moderation.checks.screen import Lists
from tests.moderation.checks.flagged import flagged, flagged_by
from tests.running.tables import table

WORDING = (
    "bastard*",
    "beat you up",
    "হারামি*",
    "মেরে ফেলব",
    "ঘাড়",
    "हरामी*",
    "जान से मार",
    "حرامی*",
    "harami*",
    "jaan se maar",
)
SLOGANS = ("vote for", "জয় বাংলা", "वोट दें", "ووٹ دیں", "joy bangla", "vote do")
LISTS = Lists(wording=WORDING, slogans=SLOGANS)

FOUND = [
    ("wording", "You BASTARDS!", "BASTARDS"),
    ("wording", "I will beat  you, up", "beat  you, up"),
    ("wording", "হারামির দল", "হারামির"),
    ("wording", "তোকে মেরে-ফেলব", "মেরে-ফেলব"),
    ("wording", "ঘা\u09dc", "ঘা\u09dc"),
    ("wording", "ঘা\u09a1\u09bc", "ঘা\u09a1\u09bc"),
    ("wording", "हरामीपन", "हरामीपन"),
    ("wording", "जान से मार दूंगा", "जान से मार"),
    ("wording", "حرامي", "حرامي"),
    ("wording", "ha\u200brami lok", "ha\u200brami"),
    ("wording", "ｊａａｎ se maar dunga", "ｊａａｎ se maar"),
    ("slogan", "Vote for us", "Vote for"),
    ("slogan", "জয় বাংলা!", "জয় বাংলা"),
    ("slogan", "वोट दें", "वोट दें"),
    ("slogan", "ووٹ دیں", "ووٹ دیں"),
    ("slogan", "JOY BANGLA", "JOY BANGLA"),
    ("slogan", "hamein vote do", "vote do"),
]
PASSES = [
    "We voted for a park.",
    "a dastardly drain",
    "বাংলা জয়",
    "হার মানি না",
    "वोटर कार्ड",
    "ووٹر کارڈ",
    "haramain",
    "vote dibo na",
]


@pytest.mark.row("threat", 26)
@table(("check", "text", "piece"), FOUND)
def test_a_phrase_is_found(check: str, text: str, piece: str) -> None:
    assert flagged(text, check, LISTS) == [piece]


@table("text", PASSES)
def test_other_words_pass(text: str) -> None:
    assert flagged_by(text, Lists(wording=("bastard*", "হারামি*", "harami"), slogans=SLOGANS)) == []


@table("text", [text for _check, text, _piece in FOUND])
def test_without_a_list_nothing_is_found(text: str) -> None:
    assert set(flagged_by(text)) <= {"shouting"}


def test_a_list_of_blanks_and_signs_finds_nothing() -> None:
    assert flagged_by("* - , a", Lists(wording=("", " ", "*", "-*"))) == []


def test_each_phrase_of_the_starter_lists_is_found() -> None:
    lists = tomllib.loads(STARTER_LISTS.read_text(encoding="utf-8"))
    for check, phrases in (("wording", lists["wording"]), ("slogan", lists["slogans"])):
        for phrase in phrases:
            plain = phrase.rstrip("*")
            assert flagged(plain, check, Lists(tuple(lists["wording"]), tuple(lists["slogans"]))), plain
