"""Taking in the declared order: places, draws by lot, overrides, and what the public log says of each."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from moderation.questions.screening import approve_question, decline_question
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.chats.questions.floor import give_answer, return_question, take_question
from sessions.chats.questions.own_questions import back_question
from sessions.chats.questions.topics import set_topic
from sessions.contract.overrides import OverrideReason
from sessions.log import log
from sessions.log.queries import support_counts
from sessions.models import QueueOrder
from sessions.ordering.lots import NextQuestion, commitment_of, name_of_asker
from sessions.ordering.queue_order import queue_in_order
from sessions.platform.refusals import Refused
from sessions.record.evening_order import turns_in
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly


def events(evening: Evening, kind: str) -> list[dict[str, Any]]:
    return [event for event in evening.public_events() if event["type"] == kind]


def end(evening: Evening) -> None:
    floor = evening.public_state()["floor"]
    give_answer(evening.chat_session, floor["id"], person=evening.councillor, text="Yes.", final=True)


def test_the_policy_is_published_before_the_evening_and_the_seed_only_after_it(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    announced, opened, closed = evening.public_events()
    assert (announced["session"]["order"], opened["order"]) == ("fair-3", "fair-3")
    assert announced["session"]["lot"] == opened["lot"] == commitment_of(closed["lot_seed"])
    assert announced["seq"] == 1


def test_everybody_can_read_the_commitment_before_anybody_can_ask(evening: Evening) -> None:
    later = announce_chat_session(evening.ward, starts_at=timezone.now() + timedelta(days=1), minutes=60, by="clerk")
    state = replace(evening, chat_session=later).public_state()
    assert state["session"]["lot"] == commitment_of(QueueOrder.objects.get(chat_session=later).seed)


def test_the_seed_is_in_no_event_before_the_close(evening: Evening) -> None:
    evening.answer()
    seed = QueueOrder.objects.get().seed
    assert seed not in str(evening.public_events()) + str(evening.desk_events())


def test_the_installation_chooses_the_policy(settings: Any, db: None) -> None:
    settings.QUEUE_ORDER = "backing"
    evening = make_evening()
    assert evening.public_events()[0]["session"]["order"] == "backing"


def test_a_person_has_one_name_in_a_chat_and_another_in_the_next(evening: Evening) -> None:
    for by in (0, 1, 0):
        evening.queue(by=by)
    first, other, again = (event["asker"] for event in events(evening, "question.queued"))
    assert (first == again, first == other) == (True, False)
    assert str(evening.residents[0].public_id) not in str(evening.public_events())
    close_chat_session(evening.chat_session, by="clerk")
    following = _next_evening(evening)
    following.queue(by=0)
    assert events(following, "question.queued")[0]["asker"] not in (first, other)


def test_a_name_follows_from_the_seed_and_the_first_question_that_becomes_public(evening: Evening) -> None:
    """What was refused or withdrawn before has no part in it, so that a name leads to nothing that was not public."""
    decline_question(
        evening.chat_session, evening.ask(by=0).pk, moderator=evening.moderator, version=1, reason="campaign", note=""
    )
    late, early = evening.ask(by=0), evening.ask(by=0)
    for question in (early, late):
        approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    seed = QueueOrder.objects.get().seed
    names = {event["asker"] for event in events(evening, "question.queued")}
    assert names == {name_of_asker(seed, early.receipt)}


def test_the_log_says_what_the_words_of_a_public_question_were_committed_to(evening: Evening) -> None:
    question = evening.queue()
    assert [event["commitment"] for event in events(evening, "question.queued")] == [question.commitment]


def test_a_chat_under_an_older_policy_keeps_its_random_names(settings: Any, db: None) -> None:
    settings.QUEUE_ORDER = "fair-2"
    evening = make_evening()
    question = evening.queue()
    [queued] = events(evening, "question.queued")
    assert len(queued["asker"]) == 12
    assert queued["asker"] != name_of_asker(QueueOrder.objects.get().seed, question.receipt)


def test_who_asks_in_the_ward_for_the_first_time_has_a_boost(evening: Evening) -> None:
    evening.queue(by=0)
    close_chat_session(evening.chat_session, by="clerk")
    following = _next_evening(evening)
    known, new = following.queue(by=0), following.queue(by=1)
    assert [event.get("first_time") for event in events(following, "question.queued")] == [None, True]
    assert following.take().pk == new.pk
    end(following)
    assert following.take().pk == known.pk


def test_who_was_answered_waits_for_those_who_were_not(evening: Evening) -> None:
    evening.queue(by=0)
    evening.take()
    end(evening)
    again, other = evening.queue(by=0), evening.queue(by=1)
    back_question(evening.chat_session, again.pk, person=evening.residents[2], on=True)
    assert evening.take().pk == other.pk


def test_every_fifth_place_is_drawn_among_the_waiting(db: None) -> None:
    evening = make_evening(residents=12)
    asked = [evening.queue(by=by).pk for by in range(12)]
    for _place in range(4):
        evening.take()
        end(evening)
    taken = evening.take()
    drawn = _expected(evening)
    assert (str(taken.pk), drawn.by_lot) == (drawn.card["id"], True)
    assert [(each["place"], each.get("by_lot", False)) for each in events(evening, "question.taken")] == [
        *((place, False) for place in range(1, 5)),
        (5, True),
    ]
    assert evening.public_state()["floor"]["by_lot"]
    assert asked[:4] == [each.pk for each in _taken_rows(evening)[:4]]


def test_another_question_than_the_next_is_an_override_with_a_reason(evening: Evening) -> None:
    first, second = evening.queue(by=0), evening.queue(by=1)
    reason = OverrideReason.URGENT
    take_question(evening.chat_session, second.pk, person=evening.moderator, reason=reason)
    [taken] = events(evening, "question.taken")
    assert (taken["override"], taken["next_was"], "place" in taken) == ("urgent", str(first.pk), False)
    assert taken["passed_over"] == {str(first.pk): 0}
    state = evening.public_state()
    assert (state["floor"]["override"], state["places"]["taken"]) == ("urgent", 0)
    return_question(evening.chat_session, second.pk, person=evening.councillor)
    assert "override" not in evening.public_state()["queue"][-1]


def test_an_override_without_a_reason_says_that_none_was_given(evening: Evening) -> None:
    evening.queue(by=0)
    evening.take(evening.queue(by=1))
    assert events(evening, "question.taken")[0]["override"] == "unstated"


def test_the_next_question_by_its_name_is_no_override(evening: Evening) -> None:
    evening.take(evening.queue(by=0))
    [taken] = events(evening, "question.taken")
    assert (taken["place"], taken["passed_over"], "override" in taken) == (1, {}, False)


def test_the_log_says_the_support_that_has_changed_since_it_said_it_last(evening: Evening) -> None:
    questions = [evening.queue(by=0), evening.queue(by=1), evening.queue(by=0)]
    back_question(evening.chat_session, questions[0].pk, person=evening.residents[1], on=True)
    back_question(evening.chat_session, questions[1].pk, person=evening.residents[2], on=True)
    evening.take()
    end(evening)
    back_question(evening.chat_session, questions[1].pk, person=evening.residents[2], on=False)
    evening.take()
    first, second = events(evening, "question.taken")
    assert first["support"] == {str(questions[0].pk): 1, str(questions[1].pk): 1}
    assert second["support"] == {str(questions[1].pk): 0}


def test_a_moderator_corrects_a_topic_and_the_room_is_told_of_a_public_one(evening: Evening) -> None:
    question = evening.ask()
    question = set_topic(evening.chat_session, question.pk, moderator=evening.moderator, version=1, topic="water")
    assert events(evening, "question.topic_set") == []
    question = approve_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version
    )
    assert events(evening, "question.queued")[0]["topic"] == "water"
    set_topic(evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, topic="roads")
    assert evening.public_state()["queue"][0]["topic"] == "roads"
    assert evening.desk_state()["questions"][0]["topic"] == "roads"
    evening.take()
    with pytest.raises(Refused) as refusal:
        set_topic(evening.chat_session, question.pk, moderator=evening.moderator, version=4, topic="roads")
    assert refusal.value.code in ("state", "stale")


@pytest.mark.long
def test_the_tables_give_the_order_that_the_log_gives(db: None) -> None:
    evening = make_evening(residents=6)
    for turn in range(14):
        evening.queue(by=turn % 6)
    for turn, question in enumerate(_rows(evening)):
        if question.author_id != evening.residents[turn % 5].pk:
            back_question(evening.chat_session, question.pk, person=evening.residents[turn % 5], on=True)
    for _place in range(12):
        counts = support_counts(evening.chat_session.pk).as_counts()
        first = queue_in_order(evening.public_state() | {"counts": counts})[0]
        taken = evening.take()
        expected = _expected(evening)
        assert expected.by_lot or first["id"] == expected.card["id"]
        assert str(taken.pk) == expected.card["id"]
        end(evening)


def _expected(evening: Evening) -> NextQuestion:
    """The question that had to be taken last, computed from the public log."""
    *_before, turn = turns_in(log.read_since(chat_session_id=evening.chat_session.pk, stream="public", seq=0))
    found = turn.find_next(QueueOrder.objects.get().seed)
    assert found is not None
    return found


def _next_evening(evening: Evening) -> Evening:
    later = announce_chat_session(evening.ward, starts_at=timezone.now(), minutes=60, by="clerk")
    return replace(evening, chat_session=open_chat_session(later, by="clerk"))


def _rows(evening: Evening) -> list[Any]:
    return list(evening.chat_session.questions.order_by("asked_at"))


def _taken_rows(evening: Evening) -> list[Any]:
    return list(evening.chat_session.questions.exclude(taken_at=None).order_by("taken_at"))
