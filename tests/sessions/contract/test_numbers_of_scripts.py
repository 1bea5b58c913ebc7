"""Scripts repeat a few numbers of the server, where no element of a page can tell them."""

import re
from pathlib import Path

import pytest

from sessions.folding.desk_folding import MOST_NOTES_SHOWN, MOST_REPORTS_SHOWN
from sessions.folding.desk_pieces import MAX_CARDS
from sessions.folding.queue_search import MAX_WORDS
from sessions.photos.picture import LONGEST_SIDE, MOST_STORED_BYTES
from sessions.text.search_words import MAX_LENGTH

SCRIPTS = Path(__file__).parents[3] / "chatserver" / "static" / "js"


def number_in(script: str, name: str) -> int:
    [found] = re.findall(rf"^const {name} = (\d+);", (SCRIPTS / script).read_text(encoding="utf-8"), re.MULTILINE)
    return int(found)


@pytest.mark.parametrize(
    ("script", "name", "of_the_server"),
    [
        ("live/streams/folding_desk.js", "MOST_REPORTS_SHOWN", MOST_REPORTS_SHOWN),
        ("live/streams/folding_desk.js", "MOST_NOTES_SHOWN", MOST_NOTES_SHOWN),
        ("live/streams/queue_search.js", "MOST_WORDS", MAX_WORDS),
        ("live/streams/queue_search.js", "MAX_LENGTH", MAX_LENGTH),
        ("matters/shrinking.js", "LONGEST_SIDE", LONGEST_SIDE),
        ("matters/shrinking.js", "MOST_BYTES", MOST_STORED_BYTES),
    ],
)
def test_a_script_and_the_server_have_the_same_number(script: str, name: str, of_the_server: int) -> None:
    assert number_in(script, name) == of_the_server


def test_the_desk_asks_for_no_more_questions_at_once_than_it_gets() -> None:
    assert number_in("desk/more_questions.js", "MOST_IDS") <= MAX_CARDS
