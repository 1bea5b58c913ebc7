"""The tick while answering: one promise with the answer's exact words, or neither of the two."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.models import Answer, Appointment, Duty, Promise, PromiseBy, PromiseState
from sessions.platform.refusals import Refused
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.ticking import give_promising_answer
from tests.factories.evening import Evening, make_person

pytestmark = pytest.mark.costly

SAID = "The culvert is widened by 31 March."
TEXT = f"I know it well. {SAID} The tender is out."


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def tick(evening: Evening, promised: Promised, *, by: Any = None, text: str = TEXT) -> Answer:
    question = evening.take(evening.queue())
    person = by or evening.councillor
    return give_promising_answer(
        evening.chat_session, question.pk, person=person, text=text, final=True, promised=promised
    )


def test_the_answer_and_its_promise_are_made_together(evening: Evening) -> None:
    answer = tick(evening, Promised(said=SAID, due_on=in_days(30), where=" Gate 4 ", budget_line="42"))
    promise = Promise.objects.get()
    assert (promise.state, promise.made_by, promise.answer, promise.question) == (
        PromiseState.MADE,
        PromiseBy.TICK,
        answer,
        answer.question,
    )
    assert (promise.said, promise.said_from, promise.what) == (SAID, TEXT.index(SAID), SAID)
    assert (promise.where, promise.budget_line, promise.due_on) == ("Gate 4", "42", in_days(30))
    assert promise.office == promise.holder == answer.office


def test_the_public_stream_tells_it_after_the_answer(evening: Evening) -> None:
    answer = tick(evening, Promised(what="A wider culvert", said=SAID, due_on=in_days(30)))
    *_before, given, answered, noted = evening.public_events()
    assert [given["type"], answered["type"], noted["type"]] == ["answer.given", "question.answered", "promise.noted"]
    promise = Promise.objects.get()
    assert {name: noted[name] for name in noted if name not in ("seq", "at", "type")} == {
        "question": str(answer.question_id),
        "promise": str(promise.pk),
        "number": promise.number,
        "step": "made",
        "state": "made",
        "of": given["seq"],
        "due_on": in_days(30).isoformat(),
        "said": SAID,
        "what": "A wider culvert",
    }


def test_without_quoted_words_the_whole_answer_is_the_promise(evening: Evening) -> None:
    tick(evening, Promised(due_on=in_days(0)))
    promise = Promise.objects.get()
    assert (promise.said, promise.said_from, promise.what) == (TEXT, 0, TEXT)


@pytest.mark.long
@pytest.mark.parametrize(
    ("promised", "code"),
    [
        (Promised(), "bad_field"),
        (Promised(due_on=date(2020, 1, 1)), "bad_field"),
        (Promised(due_on=date(2999, 1, 1)), "bad_field"),
        (Promised(due_on=in_days(9), said="The culvert is widened by 1 April."), "bad_field"),
        (Promised(due_on=in_days(9), what="x" * 4001), "too_long"),
        (Promised(due_on=in_days(9), where="x" * 121), "too_long"),
        (Promised(due_on=in_days(9), where="\u202egate"), "bad_characters"),
    ],
    ids=["no day", "past", "too far", "other words", "too long", "long place", "characters"],
)
def test_what_is_no_promise_refuses_the_answer_whole(evening: Evening, promised: Promised, code: str) -> None:
    with pytest.raises(Refused) as refused:
        tick(evening, promised)
    assert refused.value.code == code
    assert (Answer.objects.count(), Promise.objects.count()) == (0, 0)


def test_a_delegate_promises_for_the_office_and_an_official_cannot(evening: Evening) -> None:
    people = {}
    for duty in (Duty.DELEGATE, Duty.OFFICIAL):
        people[duty] = make_person(duty, label="Somebody")
        since = timezone.localdate()
        Appointment.objects.create(person=people[duty], duty=duty, ward=evening.ward, from_on=since, title="Engineer")
    question = evening.take(evening.queue())
    give: Any = {"text": TEXT, "final": False, "promised": Promised(due_on=in_days(9))}
    with pytest.raises(Refused) as refused:
        give_promising_answer(evening.chat_session, question.pk, person=people[Duty.OFFICIAL], **give)
    assert refused.value.code == "forbidden"
    answer = give_promising_answer(evening.chat_session, question.pk, person=people[Duty.DELEGATE], **give)
    assert Promise.objects.get().office == answer.office == evening.chat_session.office
