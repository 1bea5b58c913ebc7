"""Who withdraws a question takes nobody else's with it: what was merged into it, and who supports it, stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chatserver.live.fanout.stream_frames import make_note
from chatserver.live.wire.protocol import Note
from moderation.questions.mutes import mute_resident
from moderation.questions.screening import approve_question, decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.consent_withdrawal import withdraw_consent
from sessions.chats.questions.floor import give_answer
from sessions.chats.questions.own_questions import back_question, withdraw_question
from sessions.city.people.bans import ban_author
from sessions.log.logged_event import LoggedEvent
from sessions.models import Backing, Question, Record
from sessions.record.transcript_reader import read_transcript
from tests.factories.evening import Evening, make_evening, own_questions, without_ids

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.costly,
]  # what was merged, withdrawn and freed is locked in many ways by what is tried here


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening(residents=8)


def merge(evening: Evening, question: Question, into: Question) -> Question:
    question.refresh_from_db()
    return merge_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, into=into.pk
    )


def back(evening: Evening, question: Question, *people: int, on: bool = True) -> None:
    for by in people:
        back_question(evening.chat_session, question.pk, person=evening.residents[by], on=on)


def withdraw(evening: Evening, question: Question, *, by: int = 0) -> None:
    withdraw_question(evening.chat_session, question.pk, person=evening.residents[by])


def supporters(question: Question) -> list[str]:
    rows = Backing.objects.filter(question=question).values_list("person__username", flat=True)
    return sorted(name.rsplit("-", 1)[1] for name in rows)


def states(*questions: Question) -> list[str]:
    return [Question.objects.get(pk=question.pk).state for question in questions]


def notes(evening: Evening, question: Question) -> list[tuple[str, str]]:
    """What its author was told of it since it was merged the first time."""
    about = [event for event in evening.desk_events() if event.get("id") == str(question.pk)]
    told = [(event["type"], event.get("state", "waiting")) for event in about]
    return told[[event for event, _state in told].index("question.merged") + 1 :]


def test_the_oldest_of_what_was_merged_takes_the_place_with_everybody(evening: Evening) -> None:
    leader = evening.queue("The drain?", by=0)
    first, second, third = (evening.ask(f"That drain {by}?", by=by) for by in (1, 2, 3))
    back(evening, leader, 4, 5, 6)
    for question in (third, first, second):
        merge(evening, question, leader)
    withdraw(evening, leader)
    assert states(leader, first, second, third) == ["withdrawn", "queued", "merged", "merged"]
    assert [card["text"] for card in evening.public_state()["queue"]] == ["That drain 1?"]
    assert supporters(first) == ["2", "3", "4", "5", "6"]
    first.refresh_from_db()
    assert first.backing == 5
    assert {Question.objects.get(pk=each.pk).merged_into_id for each in (second, third)} == {first.pk}
    assert [notes(evening, each) for each in (first, second)] == [
        [("question.requeued", "queued")],
        [("question.merged", "merged")],
    ]


def test_the_room_hears_what_took_whose_place(evening: Evening) -> None:
    leader = evening.queue("The drain?", by=0)
    first, second = evening.ask("First?", by=1), evening.ask("Second?", by=2)
    merge(evening, first, leader)
    merge(evening, second, leader)
    before = len(evening.public_events())
    withdraw(evening, leader)
    gone, queued, merged, united = evening.public_events()[before:]
    assert (gone["type"], gone["id"]) == ("question.withdrawn", str(leader.pk))
    assert (queued["type"], queued["id"], queued["text"], queued["in_place_of"]) == (
        "question.queued",
        str(first.pk),
        "First?",
        str(leader.pk),
    )
    assert (merged["type"], merged["id"], merged["into"]) == ("question.merged", str(second.pk), str(first.pk))
    assert (united["type"], united["id"], united["asked"]) == ("question.united", str(first.pk), 2)
    assert "Second?" not in str(evening.public_events())
    [own] = own_questions(evening.residents[1].pk, evening.chat_session.pk)
    assert (own["state"], own["into"], own["in_place_of"]) == ("queued", None, str(leader.pk))


def test_support_that_was_taken_back_since_does_not_come_again(evening: Evening) -> None:
    leader, same = evening.queue("The drain?", by=0), evening.queue("That drain?", by=1)
    back(evening, same, 2, 3)
    merge(evening, same, leader)
    back(evening, leader, 2, on=False)
    back(evening, leader, 4)
    withdraw(evening, leader)
    assert supporters(same) == ["3", "4"]


def test_a_successor_that_is_withdrawn_is_followed_by_the_next(evening: Evening) -> None:
    leader = evening.queue("The drain?", by=0)
    first, second = evening.ask("First?", by=1), evening.ask("Second?", by=2)
    merge(evening, first, leader)
    merge(evening, second, leader)
    back(evening, leader, 3)
    withdraw(evening, leader)
    withdraw(evening, first, by=1)
    assert states(leader, first, second) == ["withdrawn", "withdrawn", "queued"]
    assert supporters(second) == ["3"]


def test_what_was_merged_into_a_merged_question_goes_with_it_and_comes_back(evening: Evening) -> None:
    leader, middle, early = (evening.queue(f"The drain {by}?", by=by) for by in (0, 1, 2))
    back(evening, early, 4)
    merge(evening, early, middle)
    merge(evening, middle, leader)
    early.refresh_from_db()
    assert (early.merged_into_id, notes(evening, early)) == (leader.pk, [("question.merged", "merged")])
    withdraw(evening, leader)
    assert states(middle, early) == ["queued", "merged"]
    assert supporters(middle) == ["2", "4"]


def test_a_question_held_for_a_second_look_is_not_published_by_another_ones_withdrawal(evening: Evening) -> None:
    leader, held = evening.queue("The drain?", by=0), evening.ask("Ring 98300 12345?", by=1)
    hold_question(evening.chat_session, held.pk, moderator=evening.moderator, version=1)
    merge(evening, held, leader)
    back(evening, leader, 2, 3)
    withdraw(evening, leader)
    assert states(held) == ["held"]
    assert "98300" not in without_ids(evening.public_events())
    assert notes(evening, held) == [("question.unmerged", "held")]
    assert evening.public_events()[-1]["type"] == "question.unmerged"


def test_what_waits_anew_has_no_support_of_any_standing(evening: Evening) -> None:
    leader, held = evening.queue("The drain?", by=0), evening.ask("Ring 98300 12345?", by=1)
    hold_question(evening.chat_session, held.pk, moderator=evening.moderator, version=1)
    merge(evening, held, leader)
    Question.objects.filter(pk=held.pk).update(backing=1, backing_held=2, backing_not_counted=3)
    withdraw(evening, leader)
    held.refresh_from_db()
    assert (held.backing, held.backing_held, held.backing_not_counted) == (0, 0, 0)
    assert held.backings.count() == 0


def test_the_first_of_those_that_wait_again_gets_the_support_once_it_is_approved(evening: Evening) -> None:
    leader = evening.queue("The drain?", by=0)
    waits = [evening.ask(f"Held {by}?", by=by) for by in (1, 2)]
    for question in waits:
        hold_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
        merge(evening, question, leader)
    back(evening, leader, 3, 4)
    withdraw(evening, leader)
    refused, approved = (Question.objects.get(pk=question.pk) for question in waits)
    moderator = evening.moderator
    decline_question(
        evening.chat_session, refused.pk, moderator=moderator, version=refused.version, reason="attack", note=""
    )
    approve_question(evening.chat_session, approved.pk, moderator=moderator, version=approved.version)
    assert supporters(approved) == ["1", "3", "4"]
    approved.refresh_from_db()
    assert approved.backing == 3


def test_a_banned_or_muted_author_is_passed_over(evening: Evening) -> None:
    leader = evening.queue("The drain?", by=0)
    banned, muted, third = (evening.ask(f"That drain {by}?", by=by) for by in (1, 2, 3))
    for question in (banned, muted, third):
        merge(evening, question, leader)
    ban_author(evening.chat_session, banned.pk, clerk=evening.clerk, days=7, reason="Insults")
    mute_resident(evening.chat_session, muted.pk, moderator=evening.moderator, minutes=10)
    assert states(leader) == ["queued"]
    withdraw(evening, leader)
    assert states(banned, muted, third) == ["merged", "merged", "queued"]


def test_words_of_a_person_who_agrees_no_longer_are_not_published(evening: Evening) -> None:
    leader, same = evening.queue("The drain?", by=0), evening.ask("My own words?", by=1)
    merge(evening, same, leader)
    withdraw_consent(evening.residents[1])
    withdraw(evening, leader)
    assert states(same) == ["withdrawn"]
    assert "My own words?" not in str(evening.public_events())
    assert notes(evening, same) == [("question.withdrawn", "withdrawn")]


def test_withdrawing_consent_takes_no_public_question_and_so_none_that_was_merged(evening: Evening) -> None:
    leader, same = evening.queue("The drain?", by=0), evening.ask("That drain?", by=1)
    merge(evening, same, leader)
    withdraw_consent(evening.residents[0])
    assert states(leader, same) == ["queued", "merged"]


def test_what_is_merged_into_the_floor_counts_when_that_goes_back_and_is_withdrawn(evening: Evening) -> None:
    leader, same = evening.queue("The drain?", by=0), evening.queue("That drain?", by=1)
    back(evening, same, 2)
    evening.take(leader)
    merge(evening, same, leader)
    assert supporters(leader) == ["1", "2"]
    give_answer(evening.chat_session, leader.pk, person=evening.councillor, text="Soon.", final=True)
    assert states(leader, same) == ["answered", "merged"]


def close(evening: Evening) -> dict[str, Any]:
    close_chat_session(evening.chat_session, by="clerk")
    document: dict[str, Any] = Record.objects.get(chat_session=evening.chat_session).document
    return document


def test_the_record_keeps_the_whole_story_and_each_question_once(evening: Evening) -> None:
    leader = evening.queue("The drain?", by=0)
    first, second = evening.queue("First?", by=1), evening.ask("Second?", by=2)
    merge(evening, first, leader)
    merge(evening, second, leader)
    withdraw(evening, leader)
    document = close(evening)
    story = [entry["type"] for entry in document["entries"] if entry["type"].startswith("question.")]
    assert story == [
        *("question.queued", "question.queued", "question.merged", "question.united"),
        *("question.merged", "question.united"),
        *("question.withdrawn", "question.queued", "question.merged", "question.united"),
    ]
    transcript = read_transcript(document)
    assert [(line.receipt, line.outcome, line.into) for line in transcript.left] == [
        (leader.receipt, "withdrawn", ""),
        (second.receipt, "merged", first.receipt),
    ]
    assert [line.receipt for line in transcript.not_reached] == [first.receipt]


def test_who_withdraws_what_came_back_is_told_that_they_did_it_themselves(evening: Evening) -> None:
    leader, mine = evening.queue("The drain?", by=0), evening.queue("Mine?", by=1)
    merge(evening, mine, leader)
    withdraw(evening, leader)
    withdraw(evening, mine, by=1)
    note = make_note(LoggedEvent.from_wire("desk", evening.desk_events()[-1]))
    assert isinstance(note, Note)
    assert note.in_place_of is None
    assert [own["in_place_of"] for own in own_questions(evening.residents[1].pk, evening.chat_session.pk)] == [None]


def test_the_record_has_what_waited_again_where_it_ended(evening: Evening) -> None:
    leader, held = evening.queue("The drain?", by=0), evening.queue("Held?", by=1)
    merge(evening, held, leader)
    Question.objects.filter(pk=held.pk).update(merged_from="held", queued_at=None)
    withdraw(evening, leader)
    transcript = read_transcript(close(evening))
    assert [(line.receipt, line.outcome) for line in transcript.left] == [(leader.receipt, "withdrawn")]
    assert transcript.held == 1


@pytest.mark.long
def test_the_queue_that_clients_fold_is_the_one_of_the_tables(evening: Evening) -> None:
    leader = evening.queue("The drain?", by=0)
    others = [evening.queue(f"Q{by}?", by=by) for by in (1, 2, 3)]
    for question in others:
        merge(evening, question, leader)
    withdraw(evening, leader)
    withdraw(evening, others[0], by=1)
    rows = {str(pk) for pk in Question.objects.queued().values_list("pk", flat=True)}
    assert {card["id"] for card in evening.public_state()["queue"]} == rows == {str(others[1].pk)}
    desk = {card["id"]: (card["state"], card["version"], card["into"]) for card in evening.desk_state()["questions"]}
    assert desk == {
        str(row.pk): (row.state, row.version, str(row.merged_into_id) if row.merged_into_id else None)
        for row in Question.objects.all()
    }


@pytest.mark.long
@pytest.mark.parametrize("merged", [1, 4])
def test_the_place_is_taken_before_anybody_could_see_it_empty(evening: Evening, merged: int) -> None:
    leader = evening.queue("The drain?", by=0)
    for by in range(1, merged + 1):
        merge(evening, evening.ask(f"Q{by}?", by=by), leader)
    before = timezone.now() - timedelta(seconds=1)
    withdraw(evening, leader)
    [queued] = Question.objects.queued()
    assert queued.text == "Q1?"
    assert queued.queued_at is not None
    assert queued.queued_at > before
