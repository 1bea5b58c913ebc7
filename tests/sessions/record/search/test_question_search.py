"""Only what is public in a published record is found."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import Answer, ChatSession, Question, SearchEntry, SearchText
from sessions.record.sealing.after_close import take_into_record
from sessions.record.search import postgresql_queries, question_search
from sessions.record.search.filters import SearchFilters
from sessions.record.search.indexing import reindex_record
from sessions.record.search.question_search import questions_of_entries, search_records
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.text_engines import newest_matches
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.costly]


def found(words: str, **filters: Any) -> list[str]:
    entries = search_records(
        words, SearchFilters.from_query({name: str(each) for name, each in filters.items()})
    ).entries
    return [question.text for question in questions_of_entries(entries)]


def close(evening: Evening) -> None:
    close_chat_session(ChatSession.objects.get(pk=evening.chat_session.pk), by="clerk")


def publish(evening: Evening, *texts: str) -> None:
    for number, text in enumerate(texts):
        evening.queue(text, by=number % 3)
    close(evening)


def test_words_of_questions_and_answers_are_found_after_the_close(evening: Evening) -> None:
    question = evening.queue("নর্দমা কবে পরিষ্কার হবে?")
    evening.take()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="By Friday.", final=True)
    assert found("নর্দমা") == []
    close_chat_session(evening.chat_session, by="clerk")
    assert found("নর্দমা") == found("friday") == found("নর্দমা friday") == [question.text]
    assert found("নর্দমা monday") == []


def test_a_page_of_results_is_read_by_way_of_its_entries(evening: Evening) -> None:
    """With an outer join SQLite reads all questions of all evenings first: 1.7 s for each page of 10,000 evenings."""
    publish(evening, "Pond", "Road")
    with CaptureQueriesContext(connection) as queries:
        assert len(questions_of_entries(search_records("pond").entries)) == 1
    [page] = [each["sql"] for each in queries if 'chat_sessions_ward"' in each["sql"]]
    assert 'INNER JOIN "chat_sessions_searchentry"' in page


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
    assert found("lamps", ward=96) == ["Lamps of 96?"]
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


def test_what_was_published_last_comes_first_among_equally_good_ones_and_what_is_found_is_bounded(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in (make_evening(number=96), evening):
        publish(each, f"Lamps of {each.ward.number}?")
    assert found("lamps") == ["Lamps of 95?", "Lamps of 96?"]
    assert not search_records("lamps").are_more
    monkeypatch.setattr(question_search, "MAX_FOUND", 1)
    assert found("lamps") == ["Lamps of 95?"]
    assert search_records("lamps").are_more


def test_the_best_comes_first(evening: Evening) -> None:
    long = "The lamp at the market, beside the old pond, has been broken since the rains and nobody came to look at it"
    publish(evening, "Lamp? When is the lamp of lane four mended", long, "Lamps of the park")
    assert found("lamp") == ["Lamp? When is the lamp of lane four mended", long, "Lamps of the park"]


def test_only_the_last_word_is_a_beginning_unless_nothing_has_the_words_as_they_are(evening: Evening) -> None:
    publish(evening, "নর্দমার জল উপচে পড়ে", "নর্দমা পরিষ্কার")
    assert found("নর্দমা পরি") == ["নর্দমা পরিষ্কার"]
    assert found("নর্দমা জল") == ["নর্দমার জল উপচে পড়ে"]
    assert found("নর্দ* উপচে") == ["নর্দমার জল উপচে পড়ে"]


def test_a_quoted_phrase_is_found_in_its_order_and_not_across_two_texts(evening: Evening) -> None:
    question = evening.queue("Water in lane four?")
    evening.take(question)
    for text, is_last in (("The pump is old", False), ("Parts come in May", True)):
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text=text, final=is_last)
    close(evening)
    assert found('"lane four" parts') == found("“pump is old”") == found('"water"') == ["Water in lane four?"]
    assert found('"four lane"') == found('"four the"') == found('"old parts"') == found('"wat"') == []


def test_a_phrase_is_found_beyond_the_newest_questions_that_have_its_words(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["Old lamp of lane four", "A lamp, an old one", "The lamp that is old", "Old, old lamps and a lamp"]
    publish(evening, *texts)
    monkeypatch.setattr(postgresql_queries, "MOST_COMPARED", 1)
    assert found('"old lamp"') == ["Old lamp of lane four"]
    assert found('"an old one"') == ["A lamp, an old one"]
    assert found('"old lamp" "lane four"') == ["Old lamp of lane four"]
    assert found('"old lamp" "an old one"') == found('"lamp old"') == found('"old lamp"', ward=96) == []


@pytest.mark.long
@pytest.mark.parametrize(
    "typed",
    [
        "AND",
        "lamp OR",
        "NEAR(a b, 2)",
        'lamp*" OR "x',
        "question : lamp",
        "^lamp -x",
        "'lamp' & !x",
        "_w95",
        "%",
        "\\",
        "(" * 90,
    ],
)
def test_operators_of_a_database_are_words_as_any_other(evening: Evening, typed: str) -> None:
    publish(evening, "Lamps?")
    assert found(typed) == []


def test_filters_narrow_what_is_found(evening: Evening) -> None:
    other = make_evening(number=96)
    complaint = other.ask("Lamps of lane nine", kind="complaint")
    Question.objects.filter(pk=complaint.pk).update(topic="lights")
    Question.objects.filter(pk=complaint.pk).update(state="queued", queued_at=complaint.asked_at)
    close(other)
    question = evening.take(evening.queue("Lamps of lane one"))
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="In May.", final=True)
    close(evening)
    month = f"{evening.chat_session.day:%Y-%m}"
    first, second = ["Lamps of lane one"], ["Lamps of lane nine"]
    for words in ("lamps", ""):
        assert found(words, ward=95) == found(words, answered="yes") == found(words, kind="question") == first
        assert found(words, ward="৯৬") == found(words, answered="no") == found(words, kind="complaint") == second
        assert found(words, topic="lights") == found(words, office=other.chat_session.office_id) == second
        assert found(words, month=month, ward=95) == found(words, month=month, office=question.answers.get().office_id)
        assert found(words, month="2001-01", ward=95) == found(words, topic="water") == []
        assert found(words, month=month) == first + second


def test_an_answer_that_comes_later_is_found_once_the_record_is_made_again(evening: Evening) -> None:
    question = evening.queue("When?")
    reindex_record(evening.chat_session)
    assert found("when") == []
    close(evening)
    office = evening.chat_session.host
    Answer.objects.create(question=question, office=office, text="In autumn", final=True, given_at=question.asked_at)
    assert found("autumn") == found("when", answered="yes") == []
    for _again in range(2):
        take_into_record(evening.chat_session)
    assert found("autumn") == found("when", answered="yes") == ["When?"]


def test_what_is_no_longer_public_is_no_longer_found(evening: Evening) -> None:
    question = evening.queue("When?")
    publish(evening, "Where?")
    for state, expected in (("removed", []), ("queued", ["When?"])):
        Question.objects.filter(pk=question.pk).update(state=state)
        reindex_record(evening.chat_session)
        assert (found("when"), found("where")) == (expected, ["Where?"])


@pytest.mark.django_db(transaction=True)  # SQLite deletes from the index at the commit
def test_what_is_taken_out_of_the_search_leaves_no_word_in_the_index(evening: Evening) -> None:
    question = evening.queue("CANARY of lane four")
    publish(evening, "Lamps?")
    assert found("canary") == ["CANARY of lane four"]
    Question.objects.filter(pk=question.pk).update(state="removed")
    reindex_record(evening.chat_session)
    assert found("canary") == []
    assert SearchEntry.objects.count() == SearchText.objects.count() == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM chat_sessions_searchtext_fts_data")
            assert not any(b"canary" in bytes(block) for (block,) in cursor.fetchall())
            cursor.execute(
                "INSERT INTO chat_sessions_searchtext_fts(chat_sessions_searchtext_fts) VALUES ('integrity-check')"
            )


def test_older_matches_are_reached_by_a_position(evening: Evening) -> None:
    publish(evening, *(f"Lamp {number}?" for number in range(5)))
    terms, filters = SearchTerms.of("lamp"), SearchFilters(ward=95)
    first = newest_matches(terms, filters, limit=2)
    second = newest_matches(terms, filters, limit=9, before=first[-1])
    assert first + second == sorted(first + second, reverse=True)
    assert len(set(first + second)) == 5
