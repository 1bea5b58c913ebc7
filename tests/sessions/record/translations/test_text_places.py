"""Where the page of a record shows each text that can be translated."""

from typing import Any

import pytest

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.models import Record
from sessions.record.transcript_reader import read_transcript
from sessions.record.translations.text_places import TextPlace, find_text_place, text_places_in
from tests.factories.evening import Evening


def entry(n: int, kind: str, data: dict[str, Any], **texts: str | None) -> dict[str, Any]:
    return {
        "n": n,
        "type": kind,
        "data": {"seq": n + 1, **data},
        "texts": {name: {"value": value, "salt": ""} if value is not None else None for name, value in texts.items()},
        "commitments": dict.fromkeys(texts, f"of {n}"),
    }


@pytest.mark.costly
def test_each_anchor_is_one_of_the_page(evening: Evening) -> None:
    question = evening.take(evening.queue())
    for text in ("First…", "…and last."):
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text=text, final=text == "…and last.")
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get().document
    [shown] = read_transcript(document).answered
    assert {place.anchor: place.text for place in text_places_in(document)} == {
        shown.anchor: shown.text,
        **{answer.anchor: answer.text for answer in shown.answers},
    }


def test_the_newest_words_stand_at_the_anchor_and_names_are_no_text() -> None:
    document = {
        "entries": [
            entry(0, "question.queued", {"question": "a", "receipt": "R"}, text="one", label="Me"),
            entry(1, "question.corrected", {"question": "a"}, text="two"),
            entry(2, "question.united", {"question": "a"}, words="all"),
            entry(3, "answer.given", {"question": "a"}, text="given"),
            entry(4, "answer.corrected", {"question": "a", "of": 4}, text="corrected"),
            entry(5, "answer.corrected", {"question": "a", "of": 5}, text=None),
            entry(6, "notice.posted", {}, text="notice"),
            entry(7, "notice.corrected", {"of": 7}, text="better"),
            entry(8, "something.new", {}, text="new"),
        ]
    }
    found = [(place.n, place.field, place.text, place.anchor) for place in text_places_in(document)]
    assert found == [
        (0, "text", "one", ""),
        (1, "text", "two", "q-R"),
        (2, "words", "all", "q-R"),
        (3, "text", "given", ""),
        (4, "text", "corrected", ""),
        (5, "text", None, "a-R-1"),
        (6, "text", "notice", ""),
        (7, "text", "better", "n-7"),
        (8, "text", "new", ""),
    ]
    assert find_text_place(document, 2, "words") == TextPlace(2, "words", "all", "q-R", "of 2")
    assert find_text_place(document, 0, "label") is None
