"""The office's page of proposals: what it shows, to whom, what is kept after a refusal, and the clerk's entries."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.questions.written_answers.answering import give_written_answer
from sessions.models import Promise, PromiseState
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.proposals import mark_as_promise
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of
from tests.factories.written_answers import owed_question

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
ADDRESS = "/office/proposals/"
SAID = "the crew begins on Monday"


@pytest.fixture
def promise(evening: Evening) -> Promise:
    answer = evening.answer().answers.get()
    return mark_as_promise(answer.pk, moderator=evening.moderator, promised=Promised(said=SAID))


def day(days: int = 9) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def send(person: Any, **fields: Any) -> Any:
    return client_of(person).post(ADDRESS, fields, headers=ENGLISH)


def page(person: Any) -> str:
    return str(client_of(person).get(ADDRESS, headers=ENGLISH).content.decode())


def test_the_office_confirms_a_proposal_by_a_plain_form(evening: Evening, promise: Promise) -> None:
    assert SAID in page(evening.councillor)
    told = {"promise": promise.pk, "version": 1, "do": "confirm"}
    refused = send(evening.councillor, **told)
    assert (refused.status_code, "A promise needs a day." in refused.content.decode()) == (422, True)
    assert send(evening.councillor, **told, due_on=day()).status_code == 302
    promise.refresh_from_db()
    assert promise.state == PromiseState.MADE
    assert "No proposal waits for an answer." in page(evening.councillor)


def test_what_was_written_stays_after_a_refusal(evening: Evening, promise: Promise) -> None:
    told = {"promise": promise.pk, "version": 4, "do": "refuse", "reason": "It depends on rain."}
    refused = send(evening.councillor, **told)
    assert (refused.status_code, "It depends on rain." in refused.content.decode()) == (409, True)
    assert send(evening.councillor, **(told | {"version": 1})).status_code == 302


@pytest.mark.row("threat", 47)
def test_why_it_is_no_promise_is_looked_at_twice(evening: Evening, promise: Promise) -> None:
    told = {"promise": promise.pk, "version": 1, "do": "refuse", "reason": "Ask Ramesh, 98300 12345."}
    asked = send(evening.councillor, **told)
    promise.refresh_from_db()
    assert (asked.status_code, promise.state) == (422, PromiseState.PROPOSED)
    assert ("This seems to contain a phone number." in asked.text, 'name="confirmed"' in asked.text) == (True, True)
    assert send(evening.councillor, **told, confirmed="on").status_code == 302


def test_the_clerk_looks_on_and_decides_nothing(evening: Evening, promise: Promise) -> None:
    assert 'value="confirm"' not in page(evening.clerk)
    assert send(evening.clerk, promise=promise.pk, version=1, do="confirm", due_on=day()).status_code == 422


def test_the_clerk_enters_what_a_written_answer_promises(evening: Evening) -> None:
    question, text = owed_question(evening), "I looked. The culvert will be widened within 10 days. Thank you."
    answer = give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=text)
    shown = page(evening.clerk)
    assert "<mark>will be</mark> widened <mark>within 10 days</mark>" in shown
    assert f'value="{day(10)}"' in shown
    words = {"said": "The culvert will be widened within 10 days.", "what": "", "due_on": day(10)}
    assert send(evening.clerk, do="enter", answer=answer.pk, **words).status_code == 302
    made = Promise.objects.get(answer=answer)
    assert (made.said, made.what, made.made_by) == (words["said"], words["said"], "clerk")
    wrong = send(evening.clerk, do="enter", answer=answer.pk, **(words | {"said": "Other words"}))
    assert (wrong.status_code, "Other words" in wrong.content.decode()) == (422, True)
