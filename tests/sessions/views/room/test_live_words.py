"""What the scripts of a live page say: each page brings all of it."""

import pytest

from moderation.desk_words import desk_words
from sessions.views.room.live_words import Words, floor_page_words, room_words


@pytest.mark.parametrize("words", [room_words(), floor_page_words(), desk_words()], ids=["room", "floor", "desk"])
def test_a_page_on_which_people_write_says_what_is_wrong_with_their_words(words: Words) -> None:
    assert words["empty"] == "Please write something first."
    assert "{most}" in words["too_long"]
