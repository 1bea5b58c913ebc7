import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from chatserver.live.wire.decoding import make_command
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.log.folding.owed import open_items
from sessions.models import (
    Appointment,
    ChatSession,
    Duty,
    Matter,
    MatterState,
    Promise,
    PromiseKind,
    PromiseState,
    Record,
)
from sessions.platform.refusals import Refused
from sessions.promises.owed_block.answering import answer_owed
from sessions.promises.owed_block.listing import room_for
from sessions.record.evening_order import recompute_order
from sessions.record.proof.verifier.verify import verify_document
from sessions.record.transcript_reader import events_of as events_of_document
from sessions.record.transcript_reader import read_transcript
from tests.clients.live_fold import empty, fold
from tests.factories.evening import Evening, events_of, make_evening, make_person
from tests.factories.matters import make_category
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly

TODAY = timezone.localdate


@pytest.fixture
def evening(db: None) -> Evening:
    """Announced, and not open yet."""
    return make_evening(is_live=False)


def owe(evening: Evening, what: str = "The drain will be cleaned.", *, days: int = 3, **fields: Any) -> Promise:
    """A promise whose day was so many days ago."""
    office: Any = evening
    return promise_of(office, what, due_on=TODAY() - timedelta(days=days), **fields)


def begin(evening: Evening) -> list[dict[str, Any]]:
    """Open it; what is on its list."""
    evening.chat_session = open_chat_session(evening.chat_session, by="clerk")
    listed: list[dict[str, Any]] = evening.public_state().get("owed", [])
    return listed


def say(evening: Evening, promise: Promise, outcome: str = "kept", *, by: Any = None, **said: Any) -> Promise:
    given = {"text": "It is clean since Monday.", **said}
    person = by or evening.councillor
    return answer_owed(evening.chat_session, promise.pk, person=person, outcome=OwedOutcome(outcome), **given)


def refusal(evening: Evening, promise: Promise, outcome: str = "kept", **said: Any) -> str:
    with pytest.raises(Refused) as refused:
        say(evening, promise, outcome, **said)
    return refused.value.code


def test_a_chat_begins_with_what_is_owed_in_order_of_age(evening: Evening) -> None:
    office: Any = evening
    newer, older = owe(evening, "The lamp will burn.", days=2), owe(evening, days=30)
    written = promise_of(office, "A written answer.", kind=PromiseKind.ANSWER)  # owed, though its day is to come
    promise_of(office, "The park will open.")  # in time
    promise_step(owe(evening, "The gate will open.", days=9), "claim")
    listed = begin(evening)
    assert [item["number"] for item in listed] == [older.number, newer.number, written.number]
    assert [event["type"] for event in evening.public_events()][-4:] == ["session.opened", *["owed.listed"] * 3]
    older.refresh_from_db()
    assert (older.owed_in_id, older.state) == (evening.chat_session.pk, PromiseState.MADE)


def test_a_chat_to_which_nothing_is_owed_has_no_list(evening: Evening) -> None:
    begin(evening)
    assert "owed" not in evening.public_state()


def test_what_does_not_fit_is_counted(evening: Evening) -> None:
    for day in range(12):
        owe(evening, f"Lamp {day} will burn.", days=day + 1)
    listed = begin(evening)
    assert (len(listed), listed[-1]["left"], [each for each in listed if "left" in each]) == (10, 2, [listed[-1]])


@pytest.mark.parametrize(("minutes", "room"), [(5, 1), (30, 5), (60, 10), (240, 10)])
def test_the_list_takes_at_most_a_third_of_the_chat(minutes: int, room: int) -> None:
    now = timezone.now()
    assert room_for(ChatSession(starts_at=now, ends_at=now + timedelta(minutes=minutes))) == room


def test_kept_is_a_claim_with_its_proof_in_both_logs(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    said = say(evening, promise)
    assert (said.state, said.proof) == (PromiseState.CLAIMED_KEPT, "It is clean since Monday.")
    [item] = evening.public_state()["owed"]
    answer = item["answer"]
    assert (answer["outcome"], answer["text"], answer["office"]) == ("kept", said.proof, "councillor")
    told = said.events.order_by("event").last()
    assert told is not None
    assert (told.event.body["step"], told.event.body["chat"]) == ("claim", str(evening.chat_session.pk))
    assert open_items(evening.public_state()) == []


def test_a_new_day_is_given_once_and_the_first_stays(evening: Evening) -> None:
    promise, first = owe(evening), TODAY() - timedelta(days=3)
    begin(evening)
    said = say(evening, promise, "new_day", text="The pipe is late.", due_on=TODAY() + timedelta(days=9))
    assert (said.state, said.first_due_on, said.due_on) == (PromiseState.MADE, first, TODAY() + timedelta(days=9))
    assert (said.why_new_day, said.due_stage) == ("The pipe is late.", 0)
    Promise.objects.update(due_on=TODAY() - timedelta(days=1))
    close_chat_session(evening.chat_session, by="clerk")
    next_chat(evening)
    assert refusal(evening, promise, "new_day", due_on=TODAY() + timedelta(days=20)) == "repeated"
    assert say(evening, promise, "broken", text="There is no money.").state == PromiseState.BROKEN


def next_chat(evening: Evening) -> list[dict[str, Any]]:
    evening.chat_session = announce_chat_session(
        evening.ward, starts_at=timezone.now() + timedelta(days=1), minutes=60, by="clerk"
    )
    return begin(evening)


@pytest.mark.parametrize("day", [None, -2, 400])
def test_a_new_day_is_one_to_come(evening: Evening, day: int | None) -> None:
    promise = owe(evening)
    begin(evening)
    due_on = None if day is None else TODAY() + timedelta(days=day)
    assert refusal(evening, promise, "new_day", due_on=due_on) == "bad_field"


@pytest.mark.parametrize("outcome", list(OwedOutcome))
def test_nothing_is_said_without_words(evening: Evening, outcome: OwedOutcome) -> None:
    promise = owe(evening)
    begin(evening)
    assert refusal(evening, promise, outcome, text=" ", due_on=date(2099, 1, 1)) == "empty"


def test_a_written_answer_is_kept_by_writing_it(evening: Evening) -> None:
    office: Any = evening
    promise = promise_of(office, "A written answer.", kind=PromiseKind.ANSWER)
    begin(evening)
    assert refusal(evening, promise) == "state"
    assert say(evening, promise, "broken", text="There is no file of it.").state == PromiseState.BROKEN


def test_each_is_answered_once_in_a_chat_and_only_what_is_on_its_list(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    other = owe(evening, "The lamp will burn.")
    say(evening, promise, "new_day", due_on=TODAY() + timedelta(days=9))
    assert (refusal(evening, promise), refusal(evening, other)) == ("state", "not_found")


def test_what_was_left_open_is_owed_and_comes_again(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    close_chat_session(evening.chat_session, by="clerk")
    assert refusal(evening, promise) == "closed"
    assert [item["number"] for item in next_chat(evening)] == [promise.number]


def test_only_the_office_and_its_delegate_speak(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    delegate = make_person("delegate")
    Appointment.objects.create(person=delegate, duty=Duty.DELEGATE, ward=evening.ward, from_on=date(2022, 1, 1))
    assert refusal(evening, promise, by=evening.clerk) == "forbidden"
    assert refusal(evening, promise, by=delegate) == "unnamed"


def test_the_queue_waits_for_nothing(evening: Evening) -> None:
    owe(evening)
    question = evening.queue()
    begin(evening)
    assert evening.take(question).pk == question.pk


def test_a_promise_of_an_earlier_chat_is_answered_in_this_one(evening: Evening) -> None:
    earlier = make_evening(number=96)
    question = earlier.answer()
    close_chat_session(earlier.chat_session, by="clerk")
    promise = owe(evening, question=question)
    begin(evening)
    assert say(evening, promise, "broken", text="There is no money.").ended_at is not None


def test_the_record_begins_with_what_was_owed_and_can_be_verified(evening: Evening) -> None:
    kept, left = owe(evening, days=8), owe(evening, "The lamp will burn.")
    begin(evening)
    say(evening, kept)
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get(chat_session=evening.chat_session).document
    transcript = read_transcript(document)
    first, second = transcript.owed
    assert (first.number, first.what, first.outcome, first.text) == (kept.number, kept.what, "kept", kept_words())
    assert (second.number, second.outcome) == (left.number, "")
    assert verify_document(json.dumps(document).encode(), ()).entries == len(document["entries"])
    entries = [entry for entry in document["entries"] if entry["type"].startswith("owed.")]
    assert [sorted(entry["commitments"]) for entry in entries] == [["what"], ["what"], ["text"]]


def kept_words() -> str:
    return "It is clean since Monday."


def test_a_client_comes_to_the_same_list(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    say(evening, promise)
    state = empty("public")
    for event in events_of(evening.chat_session.pk, "public"):
        fold("public", state, event)
    assert state["owed"] == evening.public_state()["owed"]


def test_a_command_names_its_outcome() -> None:
    fields = {"promise": "6f1e5c2e-0000-4000-8000-000000000001", "outcome": "kept", "text": "Yes."}
    command: Any = make_command("6f1e5c2e-0000-4000-8000-000000000002", "owed.answer", fields)
    assert (command.fields.outcome, command.fields.due_on) == (OwedOutcome.KEPT, None)


def test_a_complaint_that_became_a_question_stands_at_the_head(evening: Evening) -> None:
    promise, question = owe(evening, days=30), evening.queue("95-2027-3: The drain overflows.")
    complaint(evening, question)
    first, second = begin(evening)
    assert (first["kind"], first["asked_as"], first["what"]) == ("complaint", str(question.pk), None)
    assert second["promise"] == str(promise.pk)
    evening.take(question)
    assert len(open_items(evening.public_state())) == 2
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="By Monday.", final=True)
    assert [item["number"] for item in open_items(evening.public_state())] == [promise.number]
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get(chat_session=evening.chat_session).document
    assert verify_document(json.dumps(document).encode(), ()).entries == len(document["entries"])
    listed = read_transcript(document).owed[0]
    assert (listed.what, listed.receipt) == (question.text, question.receipt)


@pytest.mark.parametrize("state", ["claimed_done", "confirmed_done", "withdrawn"])
def test_a_complaint_that_was_done_since_it_was_asked_is_not_owed(evening: Evening, state: str) -> None:
    promise, question = owe(evening, days=30), evening.queue("95-2027-3: The drain overflows.")
    complaint(evening, question, state=state)
    assert [each["promise"] for each in begin(evening)] == [str(promise.pk)]


def complaint(evening: Evening, question: Any, *, state: str = MatterState.OPEN) -> None:
    """Overdue for so long that it became this question."""
    due_on = TODAY() - timedelta(days=40)
    now = timezone.now()
    Matter.objects.create(
        ward=evening.ward,
        year=2027,
        serial=3,
        number="95-2027-3",
        kind="complaint",
        category=make_category(),
        text="The drain overflows.",
        state=state,
        receipt="ABCDE12345",
        due_on=due_on,
        asked_again_of=question,
        lodged_at=now,
        changed_at=now,
    )


def test_the_declared_order_does_not_know_of_the_list(evening: Evening) -> None:
    promise = owe(evening)
    begin(evening)
    say(evening, promise)
    evening.take(evening.queue())
    close_chat_session(evening.chat_session, by="clerk")
    order = recompute_order(events_of_document(Record.objects.get(chat_session=evening.chat_session).document))
    assert (order.is_kept, len(order.lines)) == (True, 1)
