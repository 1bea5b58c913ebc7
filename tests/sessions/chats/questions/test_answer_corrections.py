"""A part of an answer is corrected in public: the new words hold, the first ones stay, and only its giver may."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.answer_corrections import MOST_CORRECTIONS, correct_answer, parts_given_by
from sessions.chats.questions.floor import give_answer, return_question
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import Answer, Appointment, Duty, Office, Question, Record
from sessions.platform.refusals import Refused
from sessions.record.search.question_search import search_records
from sessions.record.transcript_reader import read_transcript
from tests.factories.evening import Evening, make_evening, make_person

pytestmark = pytest.mark.costly


def answered(evening: Evening, *, final: bool = True, text: str = "In Mai.") -> tuple[Question, int]:
    """A question with one part of an answer, and that part's place in the public stream."""
    question = evening.queue()
    evening.take(question)
    given = give_answer(evening.chat_session, question.pk, person=evening.councillor, text=text, final=final)
    assert given.seq is not None
    return question, given.seq


def correct(evening: Evening, question: Question, part: int, text: str = "In May.", *, by: Any = None) -> Question:
    person = by or evening.councillor
    return correct_answer(evening.chat_session, question.pk, person=person, part=part, text=text)


def refusal_of(evening: Evening, question: Question, part: int, *, by: Any = None) -> str:
    with pytest.raises(Refused) as refusal:
        correct(evening, question, part, by=by)
    return refusal.value.code


def test_a_former_office_holder_corrects_nothing_even_within_the_window(evening: Evening) -> None:
    question, part = answered(evening)
    close_chat_session(evening.chat_session, by="clerk")
    Office.objects.filter(ward=evening.ward).update(to_on=timezone.localdate())
    evening.chat_session.refresh_from_db()
    correct(evening, question, part, "On the last day of the term.")
    yesterday = timezone.localdate() - timedelta(days=1)
    Office.objects.filter(ward=evening.ward).update(to_on=yesterday)
    assert Record.objects.get(chat_session=evening.chat_session).is_in_window
    assert refusal_of(evening, question, part) == "forbidden"
    assert Answer.objects.get().text == "On the last day of the term."


def cards(evening: Evening) -> list[dict[str, Any]]:
    state = evening.public_state()
    return [*([state["floor"]] if state["floor"] else []), *state["queue"], *state["answered"]]


@pytest.mark.parametrize("final", [False, True])
def test_the_new_words_hold_and_the_first_ones_can_still_be_read(evening: Evening, final: bool) -> None:
    question, part = answered(evening, final=final)
    given = evening.public_events()[part - 1]
    correct(evening, question, part)
    event = evening.public_events()[-1]
    assert {name: event[name] for name in ("type", "question", "of", "text", "by", "office")} == {
        "type": "answer.corrected",
        "question": str(question.pk),
        "of": part,
        "text": "In May.",
        "by": "Holder of ward 95",
        "office": "councillor",
    }
    (answer,) = cards(evening)[0]["answers"]
    assert (answer["seq"], answer["text"], answer["at"], answer["corrected_at"], answer["earlier"]) == (
        part,
        "In May.",
        given["at"],
        event["at"],
        [{"text": "In Mai.", "at": given["at"]}],
    )
    assert evening.public_events()[part - 1] == given


def test_every_earlier_wording_is_kept_the_first_one_first(evening: Evening) -> None:
    question, part = answered(evening)
    for text in ("In May.", "In June."):
        correct(evening, question, part, text)
    (answer,) = cards(evening)[0]["answers"]
    assert (answer["text"], [words["text"] for words in answer["earlier"]]) == ("In June.", ["In Mai.", "In May."])
    row = Answer.objects.get()
    assert (row.text, [each.before for each in row.corrections.all()]) == ("In June.", ["In Mai.", "In May."])


def test_a_part_of_what_went_back_to_the_queue_can_be_corrected(evening: Evening) -> None:
    question, part = answered(evening, final=False)
    return_question(evening.chat_session, question.pk, person=evening.councillor)
    assert correct(evening, question, part).state == "queued"
    assert [answer["text"] for answer in cards(evening)[0]["answers"]] == ["In May."]


def test_the_same_words_are_no_correction(evening: Evening) -> None:
    question, part = answered(evening)
    before = evening.public_events()
    correct(evening, question, part, " In Mai.\n")
    assert (evening.public_events(), Answer.objects.get().corrections.count()) == (before, 0)


def test_a_part_is_corrected_so_often_and_not_more(evening: Evening) -> None:
    question, part = answered(evening)
    for number in range(MOST_CORRECTIONS):
        correct(evening, question, part, f"In {number} weeks.")
    assert refusal_of(evening, question, part) == "corrected_often"


def test_only_who_gave_a_part_corrects_it(evening: Evening) -> None:
    delegate = make_person("delegate", label="R. Das")
    Appointment.objects.create(person=delegate, duty=Duty.DELEGATE, ward=evening.ward, from_on=date(2022, 1, 1))
    question, part = answered(evening)
    assert refusal_of(evening, question, part, by=delegate) == "forbidden"
    assert refusal_of(evening, question, part, by=evening.moderator) == "forbidden"
    assert refusal_of(evening, question, part, by=evening.residents[0]) == "forbidden"
    assert (parts_given_by(evening.councillor, evening.chat_session.pk), Answer.objects.get().text) == (
        [part],
        "In Mai.",
    )
    assert parts_given_by(delegate, evening.chat_session.pk) == []


def test_only_a_part_of_this_question_of_this_evening_can_be_meant(evening: Evening) -> None:
    question, part = answered(evening)
    other, other_part = answered(evening, text="No.")
    assert refusal_of(evening, question, other_part) == "not_found"
    assert refusal_of(evening, question, part - 1) == "not_found"
    assert refusal_of(evening, other, 2**31 - 1) == "not_found"
    elsewhere = make_evening(number=96)
    assert refusal_of(elsewhere, question, part) == "not_found"


def test_what_its_author_took_back_from_the_queue_is_not_corrected(evening: Evening) -> None:
    question, part = answered(evening, final=False)
    return_question(evening.chat_session, question.pk, person=evening.councillor)
    withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])
    assert refusal_of(evening, question, part) == "not_found"


def test_after_the_close_a_correction_is_a_further_entry_of_the_draft(evening: Evening) -> None:
    question, part = answered(evening)
    close_chat_session(evening.chat_session, by="clerk")
    before = Record.objects.get().document
    correct(evening, question, part)
    document = Record.objects.get().document
    assert document["entries"][:-1] == before["entries"]
    assert document["entries"][-1]["type"] == "answer.corrected"
    assert (len(search_records("may").entries), len(search_records("mai").entries)) == (1, 0)


def test_a_chat_that_was_cancelled_has_nothing_to_correct(evening: Evening) -> None:
    question, part = answered(evening)
    evening.chat_session.state = "cancelled"
    evening.chat_session.save()
    assert refusal_of(evening, question, part) == "closed"


def test_the_record_has_both_wordings_and_the_search_finds_the_new_one(evening: Evening) -> None:
    question, part = answered(evening)
    correct(evening, question, part, "In August.")
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get().document
    (entry,) = (entry for entry in document["entries"] if entry["type"] == "answer.corrected")
    assert (entry["texts"]["text"]["value"], entry["data"]["of"]) == ("In August.", part)
    (answer,) = read_transcript(document).answered[0].answers
    assert (answer.text, [words.text for words in answer.earlier]) == ("In August.", ["In Mai."])
    assert (len(search_records("August").entries), len(search_records("Mai").entries)) == (1, 0)


def test_words_that_were_removed_from_a_record_stay_removed_beside_their_correction(evening: Evening) -> None:
    question, part = answered(evening)
    correct(evening, question, part)
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get().document
    for entry in document["entries"]:
        if entry["type"] == "answer.given":
            entry["texts"]["text"] = None
    (answer,) = read_transcript(document).answered[0].answers
    assert (answer.text, [words.text for words in answer.earlier]) == ("In May.", [None])
