"""Only what is public in a published record is found."""

from moderation.screening import decline_question
from sessions.floor import give_answer
from sessions.lifecycle import close_chat_session
from sessions.questions import withdraw_question
from sessions.record.search import find_in_records
from tests.evening import Evening, make_evening


def found(words: str, ward_number: int | None = None) -> list[str]:
    return [question.text for question in find_in_records(words, ward_number=ward_number)]


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
    assert found("ছো\u09c7\u09beট") == []
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
