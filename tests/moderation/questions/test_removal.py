"""Taking a question down: the reason is public, and nobody gets its words any longer."""

from typing import Any

import pytest

from moderation.models import Decision
from moderation.questions.removal import take_down_question
from moderation.questions.screening import approve_question, decline_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer, return_question
from sessions.chats.questions.own_questions import back_question, report_question, withdraw_question
from sessions.contract.reasons import Reason
from sessions.models import Event, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, own_questions

pytestmark = pytest.mark.costly

WORDS = "Call Mr Das on his own phone?"


def remove(evening: Evening, question: Question, *, reason: str = "personal_data", note: str = "") -> Question:
    question.refresh_from_db()
    return take_down_question(
        evening.chat_session,
        question.pk,
        moderator=evening.moderator,
        version=question.version,
        reason=reason,
        note=note,
    )


def merge(evening: Evening, question: Question, into: Question) -> None:
    question.refresh_from_db()
    merge_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, into=into.pk
    )


@pytest.mark.long
@pytest.mark.parametrize("reason", Reason)
def test_a_public_line_with_the_reason_stays_where_it_stood(evening: Evening, reason: str) -> None:
    question = evening.queue(WORDS)
    back_question(evening.chat_session, question.pk, person=evening.residents[1], on=True)
    remove(evening, question, reason=reason)
    event = evening.public_events()[-1]
    assert (event["type"], event["id"], event["reason"], event["backing"]) == (
        "question.removed",
        str(question.pk),
        reason,
        1,
    )
    state = evening.public_state()
    assert state["queue"] == []
    [line] = state["removed"]
    assert (line["receipt"], line["state"], line["reason"], line["backing"]) == (question.receipt, "removed", reason, 1)


@pytest.mark.row("threat", 13)
def test_later_readers_of_the_log_get_none_of_its_words(evening: Evening) -> None:
    question = evening.queue(WORDS)
    assert WORDS in str(evening.public_events())
    remove(evening, question)
    assert WORDS not in str(evening.public_events())
    assert [event["label"] for event in evening.public_events() if event["type"] == "question.queued"] == [None]
    assert WORDS not in str(evening.public_state())


def test_the_log_itself_is_not_changed(evening: Evening) -> None:
    question = evening.queue(WORDS)
    before = list(Event.objects.order_by("pk").values_list("pk", "body"))
    remove(evening, question)
    assert list(Event.objects.order_by("pk").values_list("pk", "body"))[: len(before)] == before


def test_its_author_is_told_why_and_reads_the_note(evening: Evening) -> None:
    question = evening.queue(WORDS, by=1)
    remove(evening, question, reason="attack", note=" Please ask without the name. ")
    [row] = Event.objects.filter(type="question.removed", stream__name="desk")
    assert row.note_to == evening.residents[1].public_id
    assert (row.body["reason"], row.body["note"]) == ("attack", "Please ask without the name.")
    [own] = own_questions(evening.residents[1].pk, evening.chat_session.pk)
    assert (own["state"], own["reason"], own["text"]) == ("removed", "attack", WORDS)


def test_the_note_is_not_public(evening: Evening) -> None:
    question = evening.queue(WORDS)
    remove(evening, question, note="Between us.")
    assert "Between us." not in str(evening.public_events())


@pytest.mark.row("fault", 27)
def test_a_removal_names_the_version_that_was_seen(evening: Evening) -> None:
    question = evening.queue(WORDS)
    report_question(evening.chat_session, question.pk, person=evening.residents[1], why="Rude")
    before = evening.public_events()
    with pytest.raises(Refused) as refusal:
        take_down_question(
            evening.chat_session,
            question.pk,
            moderator=evening.moderator,
            version=question.version,
            reason="attack",
            note="",
        )
    assert refusal.value.code == "stale"
    assert evening.public_events() == before


def test_only_what_is_public_can_be_taken_down(evening: Evening) -> None:
    waiting, gone = evening.ask(), evening.queue("Gone?", by=2)
    withdraw_question(evening.chat_session, gone.pk, person=evening.residents[2])
    for question in (waiting, gone):
        with pytest.raises(Refused) as refusal:
            remove(evening, question)
        assert refusal.value.code == "state"


def test_a_removal_without_a_listed_reason_is_none(evening: Evening) -> None:
    question = evening.queue(WORDS)
    with pytest.raises(Refused) as refusal:
        remove(evening, question, reason="dislike")
    assert refusal.value.code == "bad_field"


def test_a_removed_question_can_neither_be_taken_nor_backed_nor_joined(evening: Evening) -> None:
    question, other = evening.queue(WORDS), evening.ask("The same?", by=1)
    remove(evening, question)
    with pytest.raises(Refused) as taking:
        evening.take(question)
    with pytest.raises(Refused) as backing:
        back_question(evening.chat_session, question.pk, person=evening.residents[2], on=True)
    with pytest.raises(Refused) as joining:
        merge(evening, other, question)
    assert [each.value.code for each in (taking, backing, joining)] == ["not_found", "not_found", "bad_field"]


def test_what_was_merged_into_it_waits_again_and_none_takes_its_place_by_itself(evening: Evening) -> None:
    target, same = evening.queue(WORDS), evening.queue("The same in other words?", by=1)
    back_question(evening.chat_session, target.pk, person=evening.residents[2], on=True)
    merge(evening, same, target)
    remove(evening, target)
    same.refresh_from_db()
    assert (same.state, same.merged_into, same.successor_of) == ("waiting", None, target)
    assert evening.public_state()["queue"] == []
    approve_question(evening.chat_session, same.pk, moderator=evening.moderator, version=same.version)
    same.refresh_from_db()
    assert same.backing == 1


def test_reports_about_it_are_dealt_with(evening: Evening) -> None:
    question = evening.queue(WORDS)
    report_question(evening.chat_session, question.pk, person=evening.residents[1], why="Names somebody")
    remove(evening, question)
    [card] = evening.desk_state()["questions"]
    assert (card["state"], card["reports"], card.get("reported")) == ("removed", 0, None)
    assert question.reports.unsettled().count() == 0


def test_answers_that_it_had_stay(evening: Evening) -> None:
    question = evening.queue(WORDS)
    evening.take(question)
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="In part.", final=False)
    return_question(evening.chat_session, question.pk, person=evening.councillor)
    remove(evening, question)
    [line] = evening.public_state()["removed"]
    assert (line["text"], [answer["text"] for answer in line["answers"]]) == (None, ["In part."])


def test_the_decision_is_in_the_ledger_with_its_reason(evening: Evening) -> None:
    question = evening.queue(WORDS)
    removed = remove(evening, question, reason="attack")
    last = Decision.objects.last()
    assert last is not None
    assert (last.step, last.reason, last.version, last.moderator) == (
        "take_down",
        "attack",
        removed.version - 1,
        evening.moderator,
    )


def test_the_record_has_its_place_and_its_reason_and_null_for_its_words(evening: Evening) -> None:
    removed, declined = evening.queue(WORDS), evening.ask("Refuse this?", by=1)
    remove(evening, removed, reason="attack")
    decline_question(
        evening.chat_session, declined.pk, moderator=evening.moderator, version=1, reason="off_topic", note=""
    )
    close_chat_session(evening.chat_session, by="clerk")
    document: dict[str, Any] = evening.chat_session.record.document
    entries = {(entry["type"], entry["data"].get("question")): entry for entry in document["entries"]}
    queued = entries["question.queued", str(removed.pk)]
    assert (queued["texts"], queued["commitments"]) == ({"text": None, "label": None}, {})
    assert entries["question.removed", str(removed.pk)]["data"]["reason"] == "attack"
    assert [pk for kind, pk in entries if kind == "question.declined"] == [str(declined.pk)]
    assert WORDS not in str(document)
