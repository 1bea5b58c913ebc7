"""What becomes elsewhere of a promise on a live list is told there, and only what still fits can be said of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.pages.room.owed import floor_context, owed_context
from sessions.chats.questions.written_answers.answering import give_written_answer
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.log.folding.owed import open_items
from sessions.models import Promise, PromiseKind, PromiseState, Record
from sessions.models.promises.transitions import fitting_outcomes
from sessions.platform.refusals import Refused
from sessions.promises.keeping.office_steps import admit_broken, claim_kept, set_new_day
from sessions.promises.owed_block.answering import answer_owed
from sessions.promises.sources.merging import merge
from sessions.record.proof.verifier.verify import verify_document
from sessions.record.transcript_reader import read_transcript
from tests.clients.live_fold import empty, fold
from tests.factories.evening import Evening, make_evening
from tests.factories.promises import promise_of, promise_step
from tests.factories.written_answers import owed_question
from tests.sessions.promises.owed_block.test_owed_block import begin, next_chat, owe, say

pytestmark = pytest.mark.costly

TODAY = timezone.localdate


@pytest.fixture
def evening(db: None) -> Evening:
    """Announced, and not open yet."""
    return make_evening(is_live=False)


def on_its_page(evening: Evening, step: Any, promise: Promise, **said: Any) -> Promise:
    promise.refresh_from_db()
    said = {"text": "It is clean since Monday.", **said}
    done: Promise = step(promise.pk, person=evening.councillor, version=promise.version, **said)
    return done


def item_of(evening: Evening) -> dict[str, Any]:
    [item] = evening.public_state()["owed"]
    found: dict[str, Any] = item
    return found


def test_a_claim_on_its_page_stands_on_the_list_at_once(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    on_its_page(evening, claim_kept, promise)
    last = evening.public_events()[-1]
    assert (last["type"], last["promise"], last["state"]) == ("owed.stepped", str(promise.pk), "claimed_kept")
    assert (item_of(evening)["now"]["state"], item_of(evening)["answer"]) == ("claimed_kept", None)
    assert open_items(evening.public_state()) == []
    [shown] = owed_context(evening.public_state())["owed"]
    assert (shown["outcome_word"], shown["elsewhere"], shown["fits"]) == (
        "Kept, says the office",
        "Noted on its page since this chat began.",
        ["broken"],
    )
    assert floor_context(evening.public_state())["owed_to_say"]


def test_the_same_cannot_be_said_again_and_the_refusal_says_what_still_can(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    on_its_page(evening, claim_kept, promise)
    with pytest.raises(Refused) as refused:
        say(evening, promise)
    assert refused.value.code == "state"
    assert str(refused.value.message) == (
        "By now this promise stands as “Kept, says the office”. "
        "What can still be said of it: Not kept, says the office."
    )
    assert say(evening, promise, "broken", text="It is not, after all.").state == PromiseState.BROKEN
    assert ("now" in item_of(evening), item_of(evening)["answer"]["outcome"]) == (False, "broken")


def test_of_one_that_was_broken_on_its_page_nothing_can_be_said(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    on_its_page(evening, admit_broken, promise)
    with pytest.raises(Refused) as refused:
        say(evening, promise, "broken", text="There is no money.")
    assert str(refused.value.message) == (
        "By now this promise stands as “Not kept, says the office”. Nothing more can be said of it in this chat."
    )
    assert not floor_context(evening.public_state())["owed_to_say"]


def test_a_new_day_on_its_page_is_on_the_list_and_cannot_be_named_again(evening: Evening) -> None:
    promise, day = owe(evening), TODAY() + timedelta(days=9)
    begin(evening)
    on_its_page(evening, set_new_day, promise, due_on=day)
    assert item_of(evening)["now"]["due_on"] == day.isoformat()
    [shown] = owed_context(evening.public_state())["owed"]
    assert (shown["fits"], shown["days"].count("Now for")) == (["kept", "broken"], 1)


def test_one_that_was_joined_with_another_is_settled(evening: Evening) -> None:
    promise, other = owe(evening), promise_of(evening, "The drain will be clean.")  # type: ignore[arg-type]
    begin(evening)
    merge(promise.pk, into=other.number, person=evening.councillor, version=Promise.objects.get(pk=promise.pk).version)
    assert (item_of(evening)["now"]["state"], open_items(evening.public_state())) == ("merged", [])


def test_what_those_who_asked_deny_is_owed_as_before(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    on_its_page(evening, claim_kept, promise)
    promise_step(promise, "dispute")
    assert [item["number"] for item in open_items(evening.public_state())] == [promise.number]
    assert say(evening, promise).state == PromiseState.CLAIMED_KEPT


def test_a_written_answer_is_told_on_the_list_of_the_chat_that_goes_on(evening: Evening) -> None:
    question = owed_question(evening_live := make_evening(number=96), text="Who owns the pond?")
    promise = Promise.objects.get(question=question, kind=PromiseKind.ANSWER)
    first = evening_live.chat_session
    next_chat(evening_live)
    give_written_answer(first, question.pk, person=evening_live.councillor, text="The city does.")
    assert (item_of(evening_live)["number"], item_of(evening_live)["now"]["state"]) == (promise.number, "claimed_kept")


def test_steps_of_the_clock_and_in_the_chat_itself_are_not_told_twice(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    promise_step(promise, "overdue")
    say(evening, promise)
    close_chat_session(evening.chat_session, by="clerk")
    promise_step(promise, "keep")
    assert [each["type"] for each in evening.public_events() if each["type"] == "owed.stepped"] == []


def test_a_client_comes_to_the_same_list(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    on_its_page(evening, claim_kept, promise)
    state = empty("public")
    for event in evening.public_events():
        fold("public", state, event)
    assert state["owed"] == evening.public_state()["owed"]


def test_the_record_says_what_became_of_it(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    on_its_page(evening, claim_kept, promise)
    close_chat_session(evening.chat_session, by="clerk")
    record = Record.objects.get(chat_session=evening.chat_session)
    [item] = read_transcript(record.document).owed
    assert (item.outcome, item.state) == ("", "claimed_kept")
    assert verify_document(json.dumps(record.document).encode(), ()).entries == len(record.document["entries"])
    page = Client().get(f"/records/{record.slug}/", headers={"accept-language": "en"}).content.decode()
    assert ("Kept, says the office" in page, "Not answered in this chat" in page) == (True, False)


def test_the_reading_page_and_the_list_of_the_room_show_it(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    on_its_page(evening, claim_kept, promise)
    english = {"accept-language": "en"}
    page = Client().get(f"/chat/{evening.chat_session.pk}/read/", headers=english).content.decode()
    assert "Noted on its page since this chat began." in page
    told = Client().get(f"/chat/{evening.chat_session.pk}/owed/", headers=english).json()
    assert (told["owed"][0]["now"]["state"], told["words"]["state"]["claimed_kept"]) == (
        "claimed_kept",
        "Kept, says the office",
    )


@pytest.mark.parametrize(
    ("state", "fits"),
    [
        (PromiseState.DISPUTED, ["kept", "new_day", "broken"]),
        (PromiseState.CLAIMED_KEPT, ["broken"]),
        (PromiseState.KEPT, []),
        (PromiseState.DROPPED, []),
    ],
)
def test_what_fits_by_state(state: PromiseState, fits: list[str]) -> None:
    assert fitting_outcomes(state, has_new_day=False) == [OwedOutcome(each) for each in fits]


def test_only_the_chat_on_whose_list_it_stands_last_is_told(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    answer_owed(
        evening.chat_session,
        promise.pk,
        person=evening.councillor,
        outcome=OwedOutcome.NEW_DAY,
        text="Late.",
        due_on=TODAY() + timedelta(days=3),
    )
    on_its_page(evening, claim_kept, promise)
    assert item_of(evening)["answer"]["outcome"] == "new_day"
    assert item_of(evening)["now"]["state"] == "claimed_kept"
