"""Only what is public in a published record is found."""

from datetime import timedelta

import pytest
from django.db import connection

from moderation.screening import decline_question
from sessions.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import ChatSession, SearchWord
from sessions.questions.floor import give_answer
from sessions.questions.own_questions import withdraw_question
from sessions.record.search import find_in_records, questions_of
from tests.evening import Evening, make_evening

DAY = timedelta(days=1)


def found(words: str, ward_number: int | None = None) -> list[str]:
    return [question.text for question in questions_of(find_in_records(words, ward_number=ward_number))]


def test_words_of_questions_and_answers_are_found_after_the_close(evening: Evening) -> None:
    question = evening.queue("নর্দমা কবে পরিষ্কার হবে?")
    evening.take()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="By Friday.", final=True)
    assert found("নর্দমা") == []
    close_chat_session(evening.chat_session, by="clerk")
    assert found("নর্দমা") == found("friday") == found("নর্দমা friday") == [question.text]
    assert found("নর্দমা monday") == []


def test_a_decomposed_spelling_finds_the_composed_one(evening: Evening) -> None:
    evening.queue("ছোট পুকুর")
    close_chat_session(evening.chat_session, by="clerk")
    assert found("ছ\u09c7\u09beট") == ["ছোট পুকুর"]


def test_refused_withdrawn_and_unscreened_words_are_never_found(evening: Evening) -> None:
    refused = evening.ask("Canary one")
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    withdraw_question(evening.chat_session, evening.queue("Canary two").pk, person=evening.residents[0])
    evening.ask("Canary three")
    close_chat_session(evening.chat_session, by="clerk")
    assert found("canary") == []


def test_the_search_can_be_narrowed_to_a_ward(evening: Evening) -> None:
    other = make_evening(number=96)
    for each in (evening, other):
        each.queue(f"Lamps of {each.ward.number}?")
        close_chat_session(each.chat_session, by="clerk")
    assert found("lamps", ward_number=96) == ["Lamps of 96?"]
    assert sorted(found("lamps")) == ["Lamps of 95?", "Lamps of 96?"]


def test_a_word_is_found_by_its_beginning_in_every_script(evening: Evening) -> None:
    texts = ("নর্দমার জল উপচে পড়ে", "हमारे वार्ड में पानी नहीं आता", "گلی میں پانی کھڑا ہے", "Lamp-posts in lane 25")
    for number, text in enumerate(texts):
        evening.queue(text, by=number % 3)
    close_chat_session(evening.chat_session, by="clerk")
    expected = [("নর্দমা", 0), ("জল", 0), ("पान", 1), ("پان", 2), ("LAMP", 3), ("posts", 3), ("২৫", 3)]
    for beginning, place in expected:
        assert found(beginning) == [texts[place]], beginning
    assert found("osts") == found("!?") == found("") == []


def test_the_newest_evening_comes_first_and_what_is_found_is_bounded(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = make_evening(number=96)
    ChatSession.objects.filter(pk=later.chat_session.pk).update(starts_at=later.chat_session.starts_at - DAY)
    for each in (later, evening):
        each.queue(f"Lamps of {each.ward.number}?")
        close_chat_session(ChatSession.objects.get(pk=each.chat_session.pk), by="clerk")
    assert found("lamps") == ["Lamps of 95?", "Lamps of 96?"]
    monkeypatch.setattr("sessions.record.search.MAX_FOUND", 0)
    assert found("lamps") == ["Lamps of 95?"]


def test_what_is_searched_is_found_by_an_index(evening: Evening) -> None:
    evening.queue("Lamps?")
    close_chat_session(evening.chat_session, by="clerk")
    words = SearchWord.objects.filter(word__gte=b"lamp", word__lt=b"lamp\xff").values("entry")
    if connection.vendor == "sqlite":
        assert "SEARCH" in words.explain()
        assert "one_search_word_per_entry" in words.explain() or "autoindex" in words.explain()
