"""Delegates answer in the councillor's place, officials when they are called; the log names the person who answered."""

from datetime import date
from typing import Any

import pytest

from sessions.chats.questions.floor import give_answer, return_question, take_question
from sessions.chats.questions.officials import call_official, send_official_back
from sessions.chats.questions.public_names import officials_of
from sessions.city.people.access import admit
from sessions.models import Answer, Appointment, Call, Duty, Event
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def appoint(evening: Evening, duty: str, label: str, *, title: str = "") -> Any:
    person = make_person(duty, label=label)
    Appointment.objects.create(person=person, duty=duty, ward=evening.ward, from_on=date(2022, 1, 1), title=title)
    return person


def refused_for(do: Any) -> str:
    with pytest.raises(Refused) as refusal:
        do()
    return refusal.value.code


@pytest.fixture
def engineer(evening: Evening) -> Any:
    return appoint(evening, Duty.OFFICIAL, "S. Pal", title="Engineer, drainage")


def call(evening: Evening, official: Any, question: Any) -> None:
    call_official(
        evening.chat_session, question.pk, official=official.public_id, by=evening.councillor, role="councillor"
    )


def test_a_delegate_runs_the_floor_and_is_named_as_such(evening: Evening) -> None:
    delegate = appoint(evening, Duty.DELEGATE, "R. Das, for the councillor")
    question = evening.queue()
    take_question(evening.chat_session, None, person=delegate)
    give_answer(evening.chat_session, question.pk, person=delegate, text="On Monday.", final=True)
    given = next(event for event in evening.public_events() if event["type"] == "answer.given")
    assert (given["by"], given["office"]) == ("R. Das, for the councillor", "delegate")
    answer = Answer.objects.get()
    assert (answer.role, answer.by, answer.office) == (
        "delegate",
        "R. Das, for the councillor",
        evening.chat_session.host,
    )


def test_the_holder_of_the_office_is_named_by_the_office(evening: Evening) -> None:
    question = evening.queue()
    evening.take()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="On Monday.", final=True)
    given = next(event for event in evening.public_events() if event["type"] == "answer.given")
    assert (given["by"], given["office"]) == ("Holder of ward 95", "councillor")


def test_an_official_answers_only_what_they_are_called_to_and_never_says_the_last_word(
    evening: Evening, engineer: Any
) -> None:
    question = evening.queue()
    evening.take()

    def answer(*, final: bool = False) -> None:
        give_answer(evening.chat_session, question.pk, person=engineer, text="The pump comes in May.", final=final)

    assert refused_for(answer) == "not_called"
    call(evening, engineer, question)
    assert refused_for(lambda: answer(final=True)) == "not_called"
    answer()
    given = evening.public_events()[-1]
    assert (given["by"], given["office"], given["final"]) == ("S. Pal, Engineer, drainage", "official", False)
    send_official_back(
        evening.chat_session, question.pk, official=engineer.public_id, by=evening.moderator, role="moderator"
    )
    assert refused_for(answer) == "not_called"
    assert [event["type"] for event in evening.desk_events() if event["type"].startswith("official.")] == [
        "official.called",
        "official.sent_back",
    ]


def test_a_call_ends_when_the_question_leaves_the_floor(evening: Evening, engineer: Any) -> None:
    question = evening.queue()
    evening.take()
    call(evening, engineer, question)
    return_question(evening.chat_session, question.pk, person=evening.councillor)
    assert Call.objects.count() == 0
    evening.take()
    assert (
        refused_for(lambda: give_answer(evening.chat_session, question.pk, person=engineer, text="Yes.", final=False))
        == "not_called"
    )


def test_nobody_else_can_be_called(evening: Evening, engineer: Any) -> None:
    question = evening.queue()
    evening.take()
    elsewhere = make_evening(number=96)
    stranger = appoint(elsewhere, Duty.DELEGATE, "")
    for person in (stranger, evening.residents[1]):
        assert refused_for(lambda person=person: call(evening, person, question)) == "bad_field"
    assert [official.person for official in officials_of(evening.ward).values()] == [engineer]
    assert officials_of(elsewhere.ward) == {}


def test_only_a_question_on_the_floor_has_somebody_called(evening: Evening, engineer: Any) -> None:
    assert refused_for(lambda: call(evening, engineer, evening.queue())) == "not_on_floor"


def test_nobody_learns_by_a_call_that_a_question_waits_unseen(evening: Evening, engineer: Any) -> None:
    assert refused_for(lambda: call(evening, engineer, evening.ask())) == "not_found"


def test_a_user_who_may_not_answer_cannot_be_named_as_having_answered(evening: Evening) -> None:
    evening.queue()
    assert refused_for(lambda: take_question(evening.chat_session, None, person=evening.clerk)) == "forbidden"


@pytest.mark.parametrize(("label", "title"), [("", ""), ("S. Pal", ""), ("", "Engineer")])
def test_an_official_without_a_public_name_and_title_is_not_called(evening: Evening, label: str, title: str) -> None:
    official = appoint(evening, Duty.OFFICIAL, label, title=title)
    question = evening.queue()
    evening.take()
    assert refused_for(lambda: call(evening, official, question)) == "unnamed"
    assert Call.objects.count() == 0


def test_nobody_who_answers_under_their_own_name_is_called_resident(evening: Evening) -> None:
    delegate = appoint(evening, Duty.DELEGATE, "")
    question = evening.queue()
    take_question(evening.chat_session, None, person=delegate)

    def answer() -> None:
        give_answer(evening.chat_session, question.pk, person=delegate, text="On Monday.", final=False)

    assert (refused_for(answer), Answer.objects.count()) == ("unnamed", 0)
    delegate.label = "R. Das"
    delegate.save()
    answer()
    assert evening.public_events()[-1]["by"] == "R. Das"


def test_an_official_is_told_of_a_call_privately_and_by_what_they_come_in_with(evening: Evening, engineer: Any) -> None:
    question = evening.queue()
    evening.take()
    call(evening, engineer, question)
    (event,) = Event.objects.filter(type="official.called")
    assert event.note_to == engineer.public_id

    def called() -> list[str] | None:
        chat_session_id = evening.chat_session.pk
        return admit(account_id=engineer.pk, chat_session_id=chat_session_id, door="desk", is_proven=True).called

    assert called() == [str(question.pk)]
    return_question(evening.chat_session, question.pk, person=evening.councillor)
    assert called() == []
