"""The index of published records: of all wards, read on when there are new ones, bounded."""

import pytest

from moderation.questions.similar import record_index
from moderation.questions.similar.record_index import RecordIndex
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly


@pytest.fixture
def always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_index, "FRESH_S", -1.0)


@pytest.mark.usefixtures("always_fresh")
def test_answered_questions_enter_with_their_record(evening: Evening) -> None:
    index, answered = RecordIndex(), evening.answer()
    evening.queue("Is the park open on Sundays as well?")
    assert index.find(answered.text) == []
    close_chat_session(evening.chat_session, by="clerk")
    [match] = index.find(answered.text)
    assert (match.key, len(index)) == (answered.search_entry.pk, 1)


@pytest.mark.usefixtures("always_fresh")
def test_only_the_newest_are_kept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_index, "MOST_QUESTIONS", 2)
    index = RecordIndex()
    for number in (95, 96, 97):
        evening = make_evening(number=number)
        answered = evening.answer()
        close_chat_session(evening.chat_session, by="clerk")
        found = [match.key for match in index.find(answered.text)]
    assert (len(index), len(found)) == (2, 2)
    assert answered.search_entry.pk in found
