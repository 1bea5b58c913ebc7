"""A written answer: by the holder of the office alone, public at once, in the record, and found by the search."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.answer_corrections import MOST_CORRECTIONS
from sessions.chats.questions.floor import defer_question, give_answer
from sessions.chats.questions.written_answers.answering import correct_written_answer, give_written_answer
from sessions.chats.questions.written_answers.drafts import save_draft
from sessions.city.people.terms_of_office import NewTerm, hand_over, last_term
from sessions.log import log
from sessions.log.events.chat_session import SessionSealed
from sessions.models import Answer, Appointment, ChatSession, Duty, Event, Office, Question, Record, WrittenDraft
from sessions.platform.refusals import Refused
from sessions.record.committed_texts import commit_texts
from sessions.record.compile import FORMAT, compile_document, refresh_record
from sessions.record.sealing import after_close
from sessions.record.search.question_search import search_records
from sessions.record.transcript_reader import read_transcript
from tests.factories.evening import Evening, make_evening, make_office, make_person, make_ward
from tests.factories.written_answers import WRITTEN, owed_question, put_on_notice

pytestmark = pytest.mark.costly


def answer(evening: Evening, question: Question, *, by: Any = None, text: str = WRITTEN) -> Answer:
    return give_written_answer(evening.chat_session, question.pk, person=by or evening.councillor, text=text)


def refusal_of(evening: Evening, question: Question, *, by: Any = None, text: str = WRITTEN) -> str:
    with pytest.raises(Refused) as refusal:
        answer(evening, question, by=by, text=text)
    return refusal.value.code


def record_of(evening: Evening) -> dict[str, Any]:
    document: dict[str, Any] = Record.objects.get(chat_session=evening.chat_session).document
    return document


def begin_term(evening: Evening, holder: Any) -> None:
    """Somebody else holds the office from today on."""
    last = last_term(evening.ward)
    assert last is not None
    wanted = NewTerm("councillor", timezone.localdate(), {"en": "Successor"}, holder)
    hand_over(evening.ward, wanted, seen=last.pk, clerk=None)


def test_the_question_moves_from_on_notice_to_answered_in_its_place(evening: Evening) -> None:
    question = put_on_notice(evening)
    other = evening.answer()
    evening.chat_session = close_chat_session(evening.chat_session, by="clock")
    before = evening.public_events()
    given = answer(evening, question)
    new = evening.public_events()[len(before) :]
    assert [(event["type"], event.get("written"), event.get("final")) for event in new] == [
        ("answer.given", True, True),
        ("question.answered", None, None),
    ]
    cards = evening.public_state()["answered"]
    assert [(card["id"], card["state"]) for card in cards] == [
        (str(question.pk), "answered"),
        (str(other.pk), "answered"),
    ]
    (shown,) = cards[0]["answers"]
    assert (shown["text"], shown["by"], shown["written"]) == (WRITTEN, "Holder of ward 95", True)
    question.refresh_from_db()
    assert (question.state, given.written, given.seq) == ("answered", True, len(before) + 1)


def test_an_answer_of_the_evening_is_not_marked_as_written(evening: Evening) -> None:
    evening.answer()
    (card,) = evening.public_state()["answered"]
    assert "written" not in card["answers"][0]
    assert not Answer.objects.get().written


def test_the_record_gets_two_entries_more_and_the_ones_before_stay(evening: Evening) -> None:
    question = owed_question(evening)
    before = record_of(evening)["entries"]
    answer(evening, question)
    document = record_of(evening)
    assert document["entries"][: len(before)] == before
    given, ended = document["entries"][len(before) :]
    assert (given["type"], given["data"]["written"], given["texts"]["text"]["value"]) == ("answer.given", True, WRITTEN)
    assert ended["type"] == "question.answered"
    transcript = read_transcript(document)
    assert (transcript.on_notice, [each.receipt for each in transcript.answered]) == ([], [question.receipt])
    (shown,) = transcript.answered[0].answers
    assert shown.written


def test_the_same_log_still_gives_the_same_record(evening: Evening) -> None:
    answer(evening, owed_question(evening))
    events = [
        event for page in log.read_pages(chat_session_id=evening.chat_session.pk, stream="public") for event in page
    ]
    document = compile_document(events, commit_texts(evening.chat_session, events))
    assert (document["format"], document.items() <= record_of(evening).items()) == (FORMAT, True)


def test_its_words_are_found_in_the_search(evening: Evening) -> None:
    question = owed_question(evening)
    assert search_records("culvert").entries == []
    answer(evening, question)
    assert len(search_records("culvert tender drain").entries) == 1


def test_the_author_is_told_by_a_note(evening: Evening) -> None:
    question = owed_question(evening)
    answer(evening, question)
    told = Event.objects.filter(stream__name="desk", type="question.answered").get()
    assert told.note_to == evening.residents[0].public_id


@pytest.mark.row("threat", 11)
def test_only_the_holder_of_the_office_answers(evening: Evening) -> None:
    elsewhere = make_evening(number=96, is_live=False)
    delegate = make_person("delegate", label="D. Das")
    today = timezone.localdate()
    for duty in (Duty.DELEGATE, Duty.OFFICIAL):
        Appointment.objects.create(person=delegate, duty=duty, ward=evening.ward, from_on=today)
    question = owed_question(evening)
    others = [evening.moderator, evening.clerk, evening.residents[0], elsewhere.councillor, elsewhere.clerk, delegate]
    assert {refusal_of(evening, question, by=person) for person in others} == {"forbidden"}
    assert not Answer.objects.exists()


def test_a_successor_inherits_what_is_owed_and_the_former_councillor_may_not_answer(evening: Evening) -> None:
    successor = make_person("successor")
    question = owed_question(evening)
    begin_term(evening, successor)
    assert refusal_of(evening, question) == "forbidden"
    given = answer(evening, question, by=successor)
    event = next(each for each in evening.public_events() if each["type"] == "answer.given")
    assert (given.office.holder, event["by"], event["office"]) == (successor, "Successor", "councillor")


def test_nobody_answers_for_a_vacant_office(evening: Evening) -> None:
    question = owed_question(evening)
    Office.objects.filter(ward=evening.ward).update(to_on=timezone.localdate() - timedelta(days=1))
    Office.objects.create(ward=evening.ward, kind="vacant", from_on=timezone.localdate())
    assert refusal_of(evening, question) == "forbidden"


def test_an_account_that_was_closed_answers_nothing(evening: Evening) -> None:
    question = owed_question(evening)
    evening.councillor.is_active = False
    evening.councillor.save()
    assert refusal_of(evening, question) == "forbidden"


def test_while_the_chat_is_live_answers_are_given_there(evening: Evening) -> None:
    assert refusal_of(evening, put_on_notice(evening)) == "state"


def test_a_second_answer_is_refused_and_says_what_stands(evening: Evening) -> None:
    question = owed_question(evening)
    answer(evening, question)
    before = evening.public_events()
    with pytest.raises(Refused) as refusal:
        answer(evening, question, text="Another one.")
    assert (refusal.value.code, refusal.value.facts["state"]) == ("state", "answered")
    assert evening.public_events() == before


@pytest.mark.long
@pytest.mark.parametrize(
    ("text", "code"), [("  ", "empty"), ("a" * 100_000, "too_long"), ("\u202ea", "bad_characters")]
)
def test_words_that_cannot_be_published_are_refused(evening: Evening, text: str, code: str) -> None:
    assert refusal_of(evening, owed_question(evening), text=text) == code


def test_a_question_that_was_not_reached_is_not_owed(evening: Evening) -> None:
    question = evening.queue()
    close_chat_session(evening.chat_session, by="clock")
    assert refusal_of(evening, question) == "state"


def test_a_question_of_another_chat_is_not_found(evening: Evening) -> None:
    question = owed_question(evening)
    other = make_evening(number=96)
    close_chat_session(other.chat_session, by="clock")
    with pytest.raises(Refused, match="not_found"):
        give_written_answer(other.chat_session, question.pk, person=other.councillor, text=WRITTEN)


def test_a_failure_at_the_end_leaves_nothing_behind(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    question = owed_question(evening)
    save_draft(evening.chat_session, question.pk, person=evening.councillor, text="Soon.", seen=0)
    before, document = evening.public_events(), record_of(evening)

    def fail(_question: Question) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(after_close, "reindex_record", fail)
    with pytest.raises(DatabaseError):
        answer(evening, question)
    question.refresh_from_db()
    assert (question.state, evening.public_events(), record_of(evening)) == ("on_notice", before, document)
    assert (Answer.objects.exists(), WrittenDraft.objects.get().text) == (False, "Soon.")
    monkeypatch.undo()
    answer(evening, question)
    assert not WrittenDraft.objects.exists()


def test_a_closed_chat_of_an_old_folder_without_a_record_can_be_answered_too(evening: Evening) -> None:
    question = put_on_notice(evening)
    ChatSession.objects.filter(pk=evening.chat_session.pk).update(state="closed")
    answer(evening, question)
    assert not Record.objects.exists()
    assert evening.public_state()["answered"][0]["state"] == "answered"


def test_a_sealed_chat_can_be_answered_too_and_its_entries_stay(evening: Evening) -> None:
    question = owed_question(evening)
    ChatSession.objects.filter(pk=evening.chat_session.pk).update(state="sealed")
    log.append(evening.chat_session, SessionSealed(), actor="clock")
    sealed = refresh_record(evening.chat_session).document
    answer(evening, question)
    document = record_of(evening)
    assert document["entries"][: sealed["tree"]["size"]] == sealed["entries"]
    assert document["tree"]["size"] == sealed["tree"]["size"] + 2
    state = evening.public_state()
    assert (state["session"]["state"], state["answered"][0]["state"]) == ("sealed", "answered")


def test_a_question_deferred_from_the_floor_keeps_what_was_said_there(evening: Evening) -> None:
    question = evening.take(evening.queue())
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="I will ask.", final=False)
    due_on = timezone.localdate() + timedelta(days=7)
    defer_question(evening.chat_session, question.pk, person=evening.councillor, due_on=due_on)
    close_chat_session(evening.chat_session, by="clock")
    answer(evening, question)
    (shown,) = read_transcript(record_of(evening)).answered
    assert [(each.text, each.written) for each in shown.answers] == [("I will ask.", False), (WRITTEN, True)]


def test_a_written_answer_is_corrected_and_the_earlier_words_stay_in_the_record(evening: Evening) -> None:
    question = owed_question(evening)
    given = answer(evening, question, text="In Mai.")
    assert given.seq is not None
    before = record_of(evening)["entries"]
    correct_written_answer(
        evening.chat_session, question.pk, person=evening.councillor, part=given.seq, text="In zzmay."
    )
    document = record_of(evening)
    assert document["entries"][: len(before)] == before
    (shown,) = read_transcript(document).answered[0].answers
    assert (shown.text, [words.text for words in shown.earlier]) == ("In zzmay.", ["In Mai."])
    assert (len(search_records("zzmay").entries), search_records("Mai").entries) == (1, [])


def test_a_correction_is_for_the_words_of_ones_own_term(evening: Evening) -> None:
    question = owed_question(evening)
    given = answer(evening, question)
    assert given.seq is not None
    successor = make_person("successor")
    begin_term(evening, successor)
    for person in (successor, evening.councillor, evening.moderator):
        with pytest.raises(Refused, match="forbidden"):
            correct_written_answer(evening.chat_session, question.pk, person=person, part=given.seq, text="Never.")


def test_corrections_of_written_answers_are_few_and_unchanged_words_are_none(evening: Evening) -> None:
    question = owed_question(evening)
    given = answer(evening, question, text="0")
    assert given.seq is not None

    def correct(text: str) -> None:
        correct_written_answer(
            evening.chat_session, question.pk, person=evening.councillor, part=given.seq or 0, text=text
        )

    for number in range(MOST_CORRECTIONS):
        correct(str(number + 1))
    before = evening.public_events()
    correct(str(MOST_CORRECTIONS))
    assert evening.public_events() == before
    with pytest.raises(Refused, match="corrected_often"):
        correct("once more")
    with pytest.raises(Refused, match="not_found"):
        correct_written_answer(evening.chat_session, question.pk, person=evening.councillor, part=1, text="x")


def test_the_office_of_another_ward_answers_nothing_here(evening: Evening) -> None:
    other = make_person("other")
    make_office(make_ward(97), other)
    assert refusal_of(evening, owed_question(evening), by=other) == "forbidden"


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db(transaction=True)
def test_of_ten_answers_at_the_same_moment_one_is_given() -> None:
    evening = make_evening()
    question = owed_question(evening)

    def answer_once(number: int) -> str:
        try:
            return str(answer(evening, question, text=f"Answer {number}.").seq)
        except Refused as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(answer_once, range(10)))
    assert told.count("state") == 9
    assert Answer.objects.count() == 1
    assert [event["type"] for event in evening.public_events()].count("answer.given") == 1
    assert len(record_of(evening)["entries"]) == len(evening.public_events())
