"""A moderator proposes, the office confirms or refuses in public, and its silence is told once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.models import Answer, Closure, ClosureKind, Promise, PromiseState
from sessions.platform.refusals import Refused
from sessions.promises.sources.merging import merge
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.proposals import confirm_proposal, mark_as_promise, refuse_proposal, tell_unanswered
from tests.factories.evening import Evening
from tests.factories.matters import on_day

pytestmark = pytest.mark.costly

SAID = "the crew begins on Monday"
FRIDAY = date(2027, 3, 5)
DUE = date(2027, 3, 8)


@pytest.fixture
def answer(evening: Evening) -> Answer:
    return evening.answer().answers.get()


def proposed(evening: Evening, answer: Answer, **fields: Any) -> Promise:
    return mark_as_promise(answer.pk, moderator=evening.moderator, promised=Promised(**{"said": SAID, **fields}))


def code_of(act: Any, *args: Any, **fields: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **fields)
    return refused.value.code


def test_a_proposal_is_public_and_the_office_has_three_working_days(evening: Evening, answer: Answer) -> None:
    with on_day(FRIDAY):
        promise = proposed(evening, answer)
    assert (promise.state, promise.confirm_by, promise.due_on) == (PromiseState.PROPOSED, date(2027, 3, 10), None)
    noted = evening.public_events()[-1]
    assert (noted["type"], noted["step"], noted["said"], noted["of"]) == ("promise.noted", "proposed", SAID, answer.seq)


def test_the_office_confirms_it_with_a_day(evening: Evening, answer: Answer) -> None:
    promise = proposed(evening, answer)
    no_day: dict[str, Any] = {"person": evening.councillor, "version": 1}
    assert code_of(confirm_proposal, promise.pk, **no_day) == "bad_field"
    due_on = timezone.localdate() + timedelta(days=12)
    made = confirm_proposal(promise.pk, **no_day, due_on=due_on)
    assert (made.state, made.due_on, made.first_due_on) == (PromiseState.MADE, due_on, due_on)
    assert made.made_at is not None
    noted = evening.public_events()[-1]
    assert (noted["step"], noted["state"], noted["due_on"]) == ("confirm", "made", due_on.isoformat())


def test_the_office_refuses_it_with_a_reason_that_everybody_reads(evening: Evening, answer: Answer) -> None:
    promise = proposed(evening, answer)
    assert code_of(refuse_proposal, promise.pk, person=evening.councillor, version=1, reason=" ") == "empty"
    gone = refuse_proposal(promise.pk, person=evening.councillor, version=1, reason="It depends on the tender.")
    assert gone.state == PromiseState.NOT_CONFIRMED
    assert evening.public_events()[-1]["text"] == "It depends on the tender."


def test_nobody_else_decides_and_nobody_decides_unseen(evening: Evening, answer: Answer) -> None:
    promise = proposed(evening, answer, due_on=timezone.localdate())
    assert code_of(confirm_proposal, promise.pk, person=evening.moderator, version=1) == "forbidden"
    assert code_of(confirm_proposal, promise.pk, person=evening.councillor, version=7) == "stale"
    assert code_of(mark_as_promise, answer.pk, moderator=evening.clerk, promised=Promised()) == "forbidden"


def test_the_same_words_are_not_marked_twice(evening: Evening, answer: Answer) -> None:
    proposed(evening, answer)
    assert code_of(proposed, evening, answer) == "state"
    assert code_of(proposed, evening, answer, said="the crew begins on Tuesday") == "bad_field"


def test_silence_is_told_once_and_the_office_can_still_confirm(evening: Evening, answer: Answer) -> None:
    with on_day(FRIDAY):
        promise = proposed(evening, answer, due_on=date(2027, 4, 1))
    with on_day(date(2027, 3, 10)):
        assert tell_unanswered(timezone.now()) == []
    with on_day(date(2027, 3, 11)):
        assert tell_unanswered(timezone.now()) == [f"told of unanswered {promise.number}"]
        assert tell_unanswered(timezone.now()) == []
        promise.refresh_from_db()
        assert promise.state == PromiseState.PROPOSED
        made = confirm_proposal(promise.pk, person=evening.councillor, version=promise.version)
    assert (made.state, made.due_stage) == (PromiseState.MADE, 0)


def test_in_a_freeze_nothing_is_proposed_and_silence_is_told_after_it(evening: Evening, answer: Answer) -> None:
    with on_day(FRIDAY):
        proposed(evening, answer)
    Closure.objects.create(
        kind=ClosureKind.FREEZE, from_on=date(2027, 3, 8), to_on=date(2027, 3, 20), reasons={"en": "Election"}
    )
    with on_day(date(2027, 3, 15)):
        assert tell_unanswered(timezone.now()) == []
        assert code_of(proposed, evening, answer, said="The drain is cleaned before the rains") == "frozen"
    with on_day(date(2027, 3, 21)):
        assert len(tell_unanswered(timezone.now())) == 1


def test_a_proposal_without_a_day_can_be_joined_with_a_promise(evening: Evening, answer: Answer) -> None:
    promise = proposed(evening, answer)
    other = proposed(evening, answer, said="The drain is cleaned before the rains")
    made = confirm_proposal(other.pk, person=evening.councillor, version=1, due_on=timezone.localdate())
    gone = merge(promise.pk, into=made.number, person=evening.councillor, version=1)
    assert (gone.state, gone.merged_into, gone.due_on) == (PromiseState.MERGED, made, None)
