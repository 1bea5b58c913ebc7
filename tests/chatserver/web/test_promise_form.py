"""The councillor's tick over the wire and as a plain form: one promise for one command, and a clear refusal."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.models import Answer, Promise, Question
from tests.chatserver.web.test_http_fallback import command, do, post
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

TEXT = "Yes. The drain is cleaned by Friday."


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


@pytest.fixture
def question(evening: Evening) -> Question:
    return evening.take(evening.queue())


def day(days: int = 9) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def answering(question: Question, promise: Any = None) -> dict[str, Any]:
    promised = {"promise": promise} if promise is not None else {}
    return command("answer.give", question=str(question.pk), text=TEXT, final=True, **promised)


def test_the_same_command_twice_makes_one_promise(evening: Evening, question: Question) -> None:
    client = client_of(evening.councillor)
    frame = answering(question, {"what": "A clean drain", "due_on": day(), "said": "The drain is cleaned by Friday."})
    status, first = post(client, evening, frame)
    assert (status, first["type"]) == (200, "ack")
    assert post(client, evening, frame) == (200, first | {"duplicate": True})
    promise = Promise.objects.get()
    assert (promise.what, promise.said_from) == ("A clean drain", 5)


@pytest.mark.parametrize(
    ("days", "words", "said"),
    [
        (None, {}, "A promise needs a day. Name the day by which it will be done."),
        (-1, {}, "The day of the promise is past. Name a day that is still to come."),
        (367, {}, "The day of the promise is more than a year away. Name an earlier one."),
        (
            9,
            {"said": "The road."},
            "The quoted words do not stand in the answer. Copy them exactly as they stand there.",
        ),
    ],
)
def test_a_bad_promise_refuses_the_answer_with_a_clear_message(
    evening: Evening, question: Question, days: int | None, words: dict[str, str], said: str
) -> None:
    """days: from the day of the test, which is another one than that of its collection if a run goes over midnight."""
    promise = words if days is None else words | {"due_on": day(days)}
    _status, nack = post(client_of(evening.councillor), evening, answering(question, promise))
    assert (nack["type"], nack["code"], nack["message"]) == ("nack", "bad_field", said)
    assert not Answer.objects.exists()


def test_a_promise_that_looks_like_personal_data_is_looked_at_twice(evening: Evening, question: Question) -> None:
    promise = {"what": "I call Mina at 98300 12345", "due_on": day()}
    _status, nack = post(client_of(evening.councillor), evening, answering(question, promise))
    assert nack["code"] == "second_look"


@pytest.mark.parametrize(("tick", "promises"), [({"promise": "yes"}, 1), ({}, 0)])
def test_the_plain_form_promises_only_with_its_tick(
    evening: Evening, question: Question, tick: dict[str, str], promises: int
) -> None:
    fields = {"promise.what": "", "promise.due_on": day(), "promise.where": "", "promise.budget_line": ""}
    form = {"op": "answer.give", "question": str(question.pk), "text": TEXT, "final": "true"} | fields | tick
    _where, told = do(client_of(evening.councillor), evening, **form)
    assert told == ["Sent. Everyone can see it."]
    assert Promise.objects.count() == promises


def test_the_plain_form_with_a_tick_and_no_day_is_refused(evening: Evening, question: Question) -> None:
    form = {"op": "answer.give", "question": str(question.pk), "text": TEXT, "final": "true", "promise": "yes"}
    _where, told = do(client_of(evening.councillor), evening, **form)
    assert told == ["A promise needs a day. Name the day by which it will be done."]
