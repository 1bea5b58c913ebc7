"""Written answers that are owed, accepted suggestions, the clerk's entries, and promises that are joined."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from moderation.matters.removal import take_down_matter
from moderation.questions.removal import take_down_question, take_down_with_answers
from sessions.chats.questions.written_answers.answering import give_written_answer
from sessions.matters.resolving.clock_steps import delay
from sessions.matters.resolving.suggestion_steps import accept, finish, not_accept
from sessions.models import Matter, Promise, PromiseBy, PromiseEvent, PromiseKind, PromiseState
from sessions.platform.refusals import Refused
from sessions.promises.sources.clerk import enter_from_written_answer
from sessions.promises.sources.merging import merge
from sessions.promises.sources.on_notice import promise_earlier_answers
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.proposals import mark_as_promise
from sessions.promises.sources.ticking import give_promising_answer
from tests.factories.evening import Evening
from tests.factories.matters import WardOffice
from tests.factories.promises import promise_of, promise_step
from tests.factories.written_answers import WRITTEN, owed_question, put_on_notice

pytestmark = pytest.mark.costly


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def code_of(act: Any, *args: Any, **fields: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **fields)
    return refused.value.code


def test_a_question_on_notice_is_a_promise_that_its_written_answer_claims(evening: Evening) -> None:
    question = owed_question(evening)
    promise = Promise.objects.get()
    assert (promise.kind, promise.made_by, promise.what) == (PromiseKind.ANSWER, PromiseBy.NOTICE, question.text)
    assert (promise.due_on, promise.office) == (question.due_on, evening.chat_session.office)
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    promise.refresh_from_db()
    assert (promise.state, promise.claimed_at is not None) == (PromiseState.CLAIMED_KEPT, True)
    assert [event["type"] for event in evening.public_events()].count("promise.noted") == 0


def test_a_removed_question_owes_no_answer_and_leaves_no_words(evening: Evening) -> None:
    question = put_on_notice(evening)
    take_down_question(
        evening.chat_session,
        question.pk,
        moderator=evening.moderator,
        version=question.version,
        reason="personal_data",
        note="",
    )
    promise = Promise.objects.get()
    assert (promise.state, promise.is_withheld) == (PromiseState.LAPSED, True)


def test_with_the_words_of_an_answer_those_of_its_promises_go_and_a_proposal_lapses(evening: Evening) -> None:
    question = evening.take(evening.queue())
    give = partial(give_promising_answer, evening.chat_session, question.pk, person=evening.councillor)
    give(text="First. Second.", final=True, promised=Promised(said="First.", due_on=in_days(3)))
    mark_as_promise(question.answers.get().pk, moderator=evening.moderator, promised=Promised(said="Second."))
    question.refresh_from_db()
    facts: dict[str, Any] = {"reason": "personal_data", "note": ""}
    take_down_with_answers(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, **facts
    )
    assert [(each.state, each.is_withheld) for each in Promise.objects.order_by("serial")] == [
        (PromiseState.MADE, True),
        (PromiseState.LAPSED, True),
    ]
    told = [event for event in evening.public_events() if event["type"] == "promise.noted"]
    assert [(event["step"], event.get("said")) for event in told] == [
        ("made", None),
        ("proposed", None),
        ("lapse", None),
    ]


def test_what_was_put_on_notice_before_there_were_promises_gets_one(evening: Evening) -> None:
    owed_question(evening)
    PromiseEvent.objects.all().delete()
    Promise.objects.all().delete()
    assert len(promise_earlier_answers(timezone.now())) == 1
    assert promise_earlier_answers(timezone.now()) == []


def test_the_clerk_enters_a_promise_from_a_written_answer(evening: Evening) -> None:
    question = owed_question(evening)
    answer = give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    words = Promised(said="widened in March", what="Widened in March, that is by 31 March", due_on=in_days(120))
    promise = enter_from_written_answer(answer.pk, clerk=evening.clerk, promised=words)
    assert (promise.made_by, promise.said, promise.what) == (PromiseBy.CLERK, words.said, words.what)
    assert WRITTEN[promise.said_from or 0 :].startswith(promise.said)
    assert code_of(enter_from_written_answer, answer.pk, clerk=evening.clerk, promised=words) == "state"
    assert code_of(enter_from_written_answer, answer.pk, clerk=evening.moderator, promised=words) == "forbidden"
    assert code_of(enter_from_written_answer, answer.pk, clerk=evening.clerk, promised=Promised()) == "bad_field"


def test_what_was_said_in_a_chat_is_not_the_clerks_to_enter(evening: Evening) -> None:
    answer = evening.answer().answers.get()
    given = {"clerk": evening.clerk, "promised": Promised(due_on=in_days(3))}
    assert code_of(enter_from_written_answer, answer.pk, **given) == "state"


@pytest.fixture
def suggestion(office: WardOffice) -> Matter:
    return office.publish("A bench by the tank.", kind="suggestion")


def accepted(office: WardOffice, matter: Matter, **fields: Any) -> Matter:
    return accept(matter.pk, person=office.councillor, version=matter.version, text="Yes.", **fields)


def test_an_accepted_suggestion_with_a_day_is_a_promise(office: WardOffice, suggestion: Matter) -> None:
    matter = accepted(office, suggestion, planned_on=in_days(30))
    promise = Promise.objects.get()
    assert (promise.kind, promise.matter, promise.due_on) == (PromiseKind.SUGGESTION, matter, in_days(30))
    assert (promise.made_by, promise.what) == (PromiseBy.ACCEPTED, "A bench by the tank.")
    finish(matter.pk, person=office.councillor, version=matter.version, text="It stands.")
    promise.refresh_from_db()
    assert (promise.state, promise.proof) == (PromiseState.CLAIMED_KEPT, "It stands.")


def test_without_a_day_it_is_none(office: WardOffice, suggestion: Matter) -> None:
    accepted(office, suggestion)
    assert not Promise.objects.exists()


def test_a_later_no_breaks_it_with_its_reason(office: WardOffice, suggestion: Matter) -> None:
    matter = accepted(office, suggestion, planned_on=in_days(30))
    not_accept(matter.pk, person=office.councillor, version=matter.version, text="There is no money.")
    assert Promise.objects.get().state == PromiseState.BROKEN
    assert office.public_events()[-1]["text"] == "There is no money."


def test_the_first_delay_is_its_new_day_and_no_later_one(office: WardOffice, suggestion: Matter) -> None:
    matter = accepted(office, suggestion, planned_on=in_days(30))
    for days in (40, 50):
        late: dict[str, Any] = {"version": matter.version, "due_on": in_days(days), "text": "Rain."}
        matter = delay(matter.pk, person=office.councillor, **late)
    promise = Promise.objects.get()
    assert (promise.due_on, promise.first_due_on, promise.why_new_day) == (in_days(40), in_days(30), "Rain.")


def test_a_suggestion_that_is_taken_down_leaves_no_promise_to_keep(office: WardOffice, suggestion: Matter) -> None:
    matter = accepted(office, suggestion, planned_on=in_days(30))
    take_down_matter(matter.pk, moderator=office.moderator, version=matter.version, reason="attack")
    promise = Promise.objects.get()
    assert (promise.state, promise.is_withheld) == (PromiseState.LAPSED, True)
    assert office.events_without_decisions()[-1]["step"] == "lapse"


def test_a_promise_is_joined_with_another_and_takes_along_what_was_joined_with_it(office: WardOffice) -> None:
    first, second, third = (promise_of(office, f"The drain, {each}.") for each in ("one", "two", "three"))
    merge(first.pk, into=second.number, person=office.councillor, version=1)
    merge(second.pk, into=third.number, person=office.clerk, version=1)
    rows = dict(Promise.objects.values_list("number", "merged_into__number"))
    assert rows == {first.number: third.number, second.number: third.number, third.number: None}
    assert office.public_events()[-1]["into"] == third.number


def test_what_cannot_be_joined(office: WardOffice) -> None:
    promise, other = promise_of(office), promise_of(office, "Another one.")
    given: dict[str, Any] = {"person": office.councillor, "version": 1}
    assert code_of(merge, promise.pk, into=promise.number, **given) == "bad_field"
    assert code_of(merge, promise.pk, into="95-P-2027-99", **given) == "not_found"
    assert code_of(merge, promise.pk, into=other.number, person=office.resident, version=1) == "forbidden"
    assert code_of(merge, promise.pk, into=other.number, person=office.councillor, version=4) == "stale"
    promise_step(other, "break")
    assert code_of(merge, promise.pk, into=other.number, **given) == "state"
