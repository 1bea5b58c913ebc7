"""Scripts repeat a few numbers of the server, where no element of a page can tell them."""

import re
from math import prod
from pathlib import Path

import pytest

from sessions.chats.calendar.lifecycle.lifecycle import WARNING
from sessions.chats.pages.room.reading import AGAIN_AFTER_S
from sessions.chats.pages.room.rooms import MOST_SHOWN
from sessions.chats.pages.room.words.own_words import MANY_QUESTIONS
from sessions.contract.desk_times import CLAIM_SECONDS
from sessions.contract.limits import LONGEST_PHOTO_SIDE, MAX_STORED_PHOTO_BYTES
from sessions.log.folding.desk_folding import MOST_NOTES_SHOWN, MOST_REPORTS_SHOWN
from sessions.log.folding.desk_pieces import MAX_CARDS
from sessions.log.folding.queue_search import MAX_WORDS
from sessions.ordering.topic_spacing import TOPICS_KEPT
from sessions.platform.text.search_words import MAX_LENGTH

SCRIPTS = Path(__file__).parents[3] / "chatserver" / "static" / "js"


def number_in(script: str, name: str) -> int:
    text = (SCRIPTS / script).read_text(encoding="utf-8")
    [found] = re.findall(rf"^const {name} = ([\d_]+(?: \* [\d_]+)*);", text, re.MULTILINE)
    return prod(int(factor) for factor in found.split(" * "))


@pytest.mark.parametrize(
    ("script", "name", "of_the_server"),
    [
        ("live/streams/folding_desk.js", "MOST_REPORTS_SHOWN", MOST_REPORTS_SHOWN),
        ("live/streams/folding_desk.js", "MOST_NOTES_SHOWN", MOST_NOTES_SHOWN),
        ("live/streams/folding_desk.js", "CLAIM_MS", CLAIM_SECONDS * 1000),
        ("live/streams/folding_public.js", "TOPICS_KEPT", TOPICS_KEPT),
        ("live/streams/queue_search.js", "MOST_WORDS", MAX_WORDS),
        ("live/streams/queue_search.js", "MAX_LENGTH", MAX_LENGTH),
        ("matters/shrinking.js", "LONGEST_SIDE", LONGEST_PHOTO_SIDE),
        ("matters/shrinking.js", "MOST_BYTES", MAX_STORED_PHOTO_BYTES),
        ("room/answered_view.js", "ANSWERS_SHOWN", MOST_SHOWN["answers"]),
        ("room/asking/own_view.js", "OWN_SHOWN", MOST_SHOWN["yours"]),
        ("room/asking/writing.js", "MANY", MANY_QUESTIONS),
        ("room/by_pages.js", "LOADED_AGAIN_MS", AGAIN_AFTER_S * 1000),
        ("room/queue_view.js", "QUEUE_SHOWN", MOST_SHOWN["queue"]),
        ("ui/statusbar_view.js", "NEAR_MS", WARNING.total_seconds() * 1000),
    ],
)
def test_a_script_and_the_server_have_the_same_number(script: str, name: str, of_the_server: int) -> None:
    assert number_in(script, name) == of_the_server


def test_the_desk_asks_for_no_more_questions_at_once_than_it_gets() -> None:
    assert number_in("desk/more_questions.js", "MOST_IDS") <= MAX_CARDS
