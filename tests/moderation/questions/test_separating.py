"""One question can be taken out of a merge again: it, its supporters and everybody who was told of the merge."""

from typing import Any

import pytest

from chatserver.live.fanout.stream_frames import make_note
from chatserver.live.wire.protocol import Note
from moderation.desk.conflicts import pass_question_on
from moderation.ledger.decisions import read_decisions
from moderation.ledger.ledger_filter import LedgerFilter
from moderation.models import Decision
from moderation.questions.screening import merge_question
from moderation.questions.separating import separate_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.consent_withdrawal import withdraw_consent
from sessions.chats.questions.floor import give_answer
from sessions.chats.questions.history import history_of_question
from sessions.chats.questions.own_questions import back_question, withdraw_question
from sessions.city.people.consents import agree_together
from sessions.log import log
from sessions.log.logged_event import LoggedEvent
from sessions.models import Backing, JoinedSupport, Question
from sessions.platform.refusals import Refused
from sessions.record.committed_texts import commit_new
from sessions.record.compile import compile_document
from sessions.record.evening_order import recompute_order
from sessions.record.transcript_reader import read_transcript
from tests.factories.evening import Evening, make_evening

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.costly,
]  # what is merged and divided is locked and counted in many ways here

WHY = "It is about another street."


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening(residents=8)


def merge(evening: Evening, question: Question, into: Question) -> Question:
    question.refresh_from_db()
    return merge_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, into=into.pk
    )


def separate(evening: Evening, question: Question, note: str = WHY) -> Question:
    question.refresh_from_db()
    return separate_question(
        evening.chat_session, question.pk, moderator=evening.second_moderator, version=question.version, note=note
    )


def back(evening: Evening, question: Question, *people: int, on: bool = True) -> None:
    for by in people:
        back_question(evening.chat_session, question.pk, person=evening.residents[by], on=on)


def supporters(*questions: Question) -> list[str]:
    """The supporters: each question, the numbers of the residents who back it, as its count says, too."""
    found = []
    for question in questions:
        names = Backing.objects.filter(question=question).values_list("person__username", flat=True)
        numbers = "".join(sorted(name.rsplit("-", 1)[1] for name in names))
        question.refresh_from_db()
        assert question.backing == len(numbers)
        found.append(numbers)
    return found


def types_since(events: list[dict[str, Any]], seq: int) -> list[str]:
    return [event["type"] for event in events[seq:]]


def test_a_question_that_was_public_comes_back_into_the_queue(evening: Evening) -> None:
    target, other = evening.queue(), evening.queue(by=1)
    merge(evening, other, target)
    seq = len(evening.public_events())
    question = separate(evening, other)
    assert (question.state, question.merged_into_id, question.note) == ("queued", None, WHY)
    told = evening.public_events()[seq:]
    assert [event["type"] for event in told] == ["question.unmerged", "question.queued", "question.united"]
    assert (told[1]["id"], told[1]["text"], told[2]["asked"]) == (str(other.pk), other.text, 1)
    assert WHY not in str(told)
    cards = evening.public_state()["queue"]
    assert [(card["id"], "united" in card) for card in cards] == [(str(target.pk), False), (str(other.pk), False)]


@pytest.mark.parametrize("held", [False, True])
def test_one_that_was_never_public_waits_for_a_decision_and_its_words_stay_unknown(
    evening: Evening, held: bool
) -> None:
    target, canary = evening.queue(), "Canary 98765 43210?" if held else "Canary?"
    question = separate(evening, merge(evening, evening.ask(canary, by=1), target))
    assert question.state == ("held" if held else "waiting")
    told = evening.public_events()
    assert [event["type"] for event in told[-2:]] == ["question.unmerged", "question.united"]
    assert "Canary" not in str(told)
    card = next(each for each in evening.desk_state()["questions"] if each["id"] == str(question.pk))
    assert (card["state"], card["into"], card["note"]) == (question.state, None, WHY)


def test_those_who_backed_it_before_go_back_and_all_others_stay(evening: Evening) -> None:
    target, merged = evening.queue(by=0), evening.queue(by=1)
    back(evening, target, 2, 3)
    back(evening, merged, 0, 3, 4, 5)
    merge(evening, merged, target)
    assert supporters(target, merged) == ["12345", ""]
    back(evening, target, 6)
    back(evening, target, 5, on=False)
    separate(evening, merged)
    assert supporters(target, merged) == ["236", "034"]
    assert not JoinedSupport.objects.exists()


def test_support_that_was_ended_and_given_again_since_stays_with_the_target(evening: Evening) -> None:
    target, merged = evening.queue(by=0), evening.queue(by=1)
    back(evening, merged, 2)
    merge(evening, merged, target)
    back(evening, target, 2, on=False)
    back(evening, target, 2)
    separate(evening, merged)
    assert supporters(target, merged) == ["2", "2"]


def test_who_came_with_two_questions_leaves_with_the_last(evening: Evening) -> None:
    target, one, two = evening.queue(by=0), evening.queue(by=1), evening.queue(by=2)
    back(evening, one, 3, 2)
    back(evening, two, 3)
    merge(evening, one, target)
    merge(evening, two, target)
    separate(evening, one)
    assert supporters(target, one, two) == ["23", "23", ""]
    separate(evening, two)
    assert supporters(target, one, two) == ["", "23", "3"]


def test_a_question_that_came_along_can_be_taken_out_by_itself(evening: Evening) -> None:
    last, middle, first = evening.queue(by=0), evening.queue(by=1), evening.queue(by=2)
    back(evening, first, 3)
    back(evening, middle, 4)
    merge(evening, first, middle)
    merge(evening, middle, last)
    assert supporters(last) == ["1234"]
    separate(evening, middle)
    assert supporters(last, middle) == ["23", "4"]
    separate(evening, first)
    assert supporters(last, middle, first) == ["", "4", "3"]


def test_after_an_answer_it_comes_back_with_the_supporters_that_it_brought(evening: Evening) -> None:
    target, early, late = evening.queue(by=0), evening.queue(by=1), evening.queue(by=2)
    back(evening, early, 3)
    back(evening, late, 4)
    merge(evening, early, target)
    evening.take(target)
    give_answer(evening.chat_session, target.pk, person=evening.councillor, text="By Friday.", final=True)
    merge(evening, late, target)
    for question in (early, late):
        assert separate(evening, question).state == "queued"
    assert supporters(target, early, late) == ["", "3", "4"]


def test_it_can_be_taken_out_of_what_took_the_place_of_a_withdrawn_question(evening: Evening) -> None:
    gone, heir, other = evening.queue(by=0), evening.queue(by=1), evening.queue(by=2)
    back(evening, other, 3)
    for question in (heir, other):
        merge(evening, question, gone)
    withdraw_question(evening.chat_session, gone.pk, person=evening.residents[0])
    separate(evening, other)
    assert supporters(heir, other) == ["", "3"]


def test_the_author_the_receipt_and_the_ledger_are_told(evening: Evening) -> None:
    question = separate(evening, merge(evening, evening.queue(by=1), evening.queue()))
    logged = LoggedEvent.from_wire("desk", evening.desk_events()[-1])
    note = make_note(logged)
    assert isinstance(note, Note)
    assert (note.state, note.note, note.into) == ("queued", WHY, None)
    assert [step.step for step in history_of_question(question)][-2:] == ["merged", "separated"]
    assert Decision.objects.get(step="separate").moderator == evening.second_moderator
    close_chat_session(evening.chat_session, by="clerk")
    [row] = [each for each in read_decisions(LedgerFilter(), start=0, limit=50) if each.decision == "separated"]
    assert (row.role, row.commitment) == ("moderator", question.commitment)


def test_the_record_shows_each_as_it_stood_at_the_end_and_its_order_can_be_computed(evening: Evening) -> None:
    target, merged = evening.queue(by=0), evening.queue(by=1)
    back(evening, merged, 2, 3, 4)
    merge(evening, merged, target)
    separate(evening, merged)
    for _turn in range(2):
        question = evening.take()
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text="By Friday.", final=True)
    close_chat_session(evening.chat_session, by="clerk")
    events = log.read_since(chat_session_id=evening.chat_session.pk, stream="public", seq=0, limit=100)
    transcript = read_transcript(compile_document(events, commit_new(events, {})))
    assert [(each.receipt, each.backing) for each in transcript.answered] == [(merged.receipt, 3), (target.receipt, 0)]
    assert transcript.left == []
    assert recompute_order(events).is_kept


def test_what_is_not_merged_any_more_cannot_be_taken_out(evening: Evening) -> None:
    question = separate(evening, merge(evening, evening.queue(by=1), evening.queue()))
    with pytest.raises(Refused) as no:
        separate(evening, question)
    assert no.value.code == "state"


def test_who_passed_it_on_does_not_take_it_out(evening: Evening) -> None:
    question = evening.ask(by=1)
    pass_question_on(evening.chat_session, question.pk, moderator=evening.second_moderator, version=1, on=True)
    merge(evening, question, evening.queue())
    with pytest.raises(Refused) as no:
        separate(evening, question)
    assert no.value.code == "passed_on"


def test_a_question_whose_author_no_longer_agrees_stays_merged(evening: Evening) -> None:
    question = merge(evening, evening.ask(by=1), evening.queue())
    withdraw_consent(evening.residents[1])
    with pytest.raises(Refused) as no:
        separate(evening, question)
    assert no.value.code == "state"
    question.refresh_from_db()
    assert question.state == "merged"
    agree_together([evening.residents[1]], language="en")
    assert separate(evening, question).state == "waiting"


@pytest.mark.long
@pytest.mark.parametrize("note", ["", "  ", "x" * 5000])
def test_its_author_is_owed_a_reason(evening: Evening, note: str) -> None:
    question = merge(evening, evening.queue(by=1), evening.queue())
    with pytest.raises(Refused):
        separate(evening, question, note)
    assert Question.objects.get(pk=question.pk).state == "merged"
