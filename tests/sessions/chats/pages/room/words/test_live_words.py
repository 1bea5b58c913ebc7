"""What the scripts of a live page say: each page brings all of it."""

import re
from pathlib import Path

import pytest

from moderation.desk.desk_labels import desk_labels
from sessions.chats.pages.room.words.live_words import ScriptWords, doing_words, floor_page_words, live_words
from sessions.contract.close_codes import CLOSE_OF_REFUSAL, FIRST_FINAL, Close

SCRIPTS = Path(__file__).parents[6] / "chatserver" / "static" / "js"


@pytest.mark.parametrize("words", [doing_words(), floor_page_words(), desk_labels()], ids=["room", "floor", "desk"])
def test_a_page_on_which_people_write_says_what_is_wrong_with_their_words(words: ScriptWords) -> None:
    assert words["empty"] == "Please write something first."
    assert "{most}" in words["too_long"]


def test_a_page_says_why_it_is_no_longer_connected_for_each_code_that_the_server_sends() -> None:
    final = {code for code in Close if code >= FIRST_FINAL}
    assert {key for key in live_words()["stopped"] if key.isdecimal()} == {str(code.value) for code in final}
    assert set(CLOSE_OF_REFUSAL.values()) < final


def test_the_scripts_act_on_the_same_close_codes() -> None:
    """Each code that a script knows is a constant: no script compares a code with a bare number."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js"))
    known = dict(re.findall(r"const ([A-Z_]+)(?<!_MS) = (4\d{3});", scripts))
    assert known == {"FIRST_FINAL": str(FIRST_FINAL), "INTERNAL": str(Close.INTERNAL), "RESYNC": str(Close.RESYNC)}
    assert re.findall(r"[Cc]ode\)? *[!=<>]+ *\d+", scripts) == []
