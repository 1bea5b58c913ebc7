"""Taking, answering, returning and putting on notice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sessions.chats.questions.floor import defer_question, finish_answer, give_answer, return_question
from sessions.chats.questions.own_questions import back_question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly


def test_the_next_question_is_the_most_backed_then_the_earliest(evening: Evening) -> None:
    first, second, third = (evening.queue(f"Question {index}?", by=0) for index in range(3))
    back_question(evening.chat_session, third.pk, person=evening.residents[1], on=True)
    taken = []
    for _turn in range(3):
        question = evening.take()
        taken.append(question.pk)
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text="Yes.", final=True)
    assert taken == [third.pk, first.pk, second.pk]


def test_only_one_question_is_on_the_floor(evening: Evening) -> None:
    evening.queue("One?")
    evening.queue("Two?")
    on_floor = evening.take()
    with pytest.raises(Refused) as refusal:
        evening.take()
    assert (refusal.value.code, refusal.value.facts["question"]) == ("floor_taken", str(on_floor.pk))


def test_an_empty_queue_and_a_closed_door_say_so(evening: Evening) -> None:
    with pytest.raises(Refused) as refusal:
        evening.take()
    assert refusal.value.code == "queue_empty"


def test_nothing_is_taken_before_the_opening(db: None) -> None:
    evening = make_evening(is_live=False)
    evening.queue()
    with pytest.raises(Refused) as refusal:
        evening.take()
    assert refusal.value.code == "not_open"


def test_an_answer_in_parts_is_read_as_it_comes_and_the_last_part_ends_it(evening: Evening) -> None:
    question = evening.queue()
    evening.take()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="First part.", final=False)
    floor = evening.public_state()["floor"]
    assert [answer["text"] for answer in floor["answers"]] == ["First part."]
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="The rest.", final=True)
    state = evening.public_state()
    assert state["floor"] is None
    assert [answer["text"] for answer in state["answered"][0]["answers"]] == ["First part.", "The rest."]
    assert state["answered"][0]["answers"][0]["by"] == "Holder of ward 95"


def test_an_answer_to_a_question_that_is_not_on_the_floor_is_refused(evening: Evening) -> None:
    question = evening.queue()
    with pytest.raises(Refused) as refusal:
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text="Yes.", final=True)
    assert (refusal.value.code, refusal.value.facts["state"]) == ("not_on_floor", "queued")


def test_an_answer_is_finished_by_what_was_said_and_not_by_nothing(evening: Evening) -> None:
    question = evening.queue()
    evening.take()
    with pytest.raises(Refused) as refusal:
        finish_answer(evening.chat_session, question.pk, person=evening.councillor)
    assert (refusal.value.code, refusal.value.facts["state"]) == ("empty", "on_floor")
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="On Monday.", final=False)
    finish_answer(evening.chat_session, question.pk, person=evening.councillor)
    state = evening.public_state()
    assert (state["floor"], [card["state"] for card in state["answered"]]) == (None, ["answered"])
    assert [answer["text"] for answer in state["answered"][0]["answers"]] == ["On Monday."]
    with pytest.raises(Refused) as refusal:
        finish_answer(evening.chat_session, question.pk, person=evening.councillor)
    assert refusal.value.code == "not_on_floor"


def test_a_returned_question_keeps_its_place_by_the_declared_order(evening: Evening) -> None:
    first = evening.queue("One?")
    evening.queue("Two?")
    evening.take(first)
    return_question(evening.chat_session, first.pk, person=evening.councillor)
    assert evening.take().pk == first.pk


@pytest.mark.parametrize("is_on_floor", [True, False])
def test_a_question_is_put_on_notice_from_the_floor_or_from_the_queue(evening: Evening, is_on_floor: bool) -> None:
    question = evening.queue()
    if is_on_floor:
        evening.take()
    due_on = timezone.localdate() + timedelta(days=15)
    defer_question(evening.chat_session, question.pk, person=evening.councillor, due_on=due_on)
    state = evening.public_state()
    assert (state["floor"], state["queue"]) == (None, [])
    assert [(card["state"], card["due_on"]) for card in state["answered"]] == [("on_notice", due_on.isoformat())]


def test_a_written_answer_cannot_be_due_in_the_past(evening: Evening) -> None:
    question = evening.queue()
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        defer_question(evening.chat_session, question.pk, person=evening.councillor, due_on=yesterday)
    assert refusal.value.code == "bad_field"


def test_the_log_says_what_a_question_was_taken_before(evening: Evening) -> None:
    first, second, third = (evening.queue(f"Question {index}?", by=0) for index in range(3))
    back_question(evening.chat_session, third.pk, person=evening.residents[1], on=True)
    evening.take(second)
    return_question(evening.chat_session, second.pk, person=evening.councillor)
    evening.take()
    taken = [event for event in evening.public_events() if event["type"] == "question.taken"]
    assert [event["passed_over"] for event in taken] == [{str(third.pk): 1, str(first.pk): 0}, {}]
    assert [event["backing"] for event in taken] == [0, 1]
