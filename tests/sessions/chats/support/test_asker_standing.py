"""People whose support does not count have no first-time bonus, round or draw: questions of ten mailboxes come last."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from chatserver.accounts.models import Crowd, User
from chatserver.accounts.signups.crowds import CROWD, settle_crowd
from moderation.questions.screening import merge_question
from moderation.questions.separating import separate_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.chats.questions.own_questions import back_question
from sessions.city.people.consents import agree_together
from sessions.models import Question
from sessions.ordering.evening_facts import facts_of_state
from sessions.ordering.lots import lot_candidates
from sessions.ordering.queue_order import queue_in_order
from sessions.ordering.queue_places import queue_places
from sessions.record.evening_order import EveningOrder, recompute_order
from sessions.record.other_orders import other_orders
from sessions.record.transcript_reader import events_of
from tests.chatserver.accounts.stuffing import sign_in
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening(residents=6)


def newcomers(evening: Evening, number: int, channel: str = "email") -> Iterator[int]:
    """New accounts from one network; their places among the residents of the evening."""
    for index in range(number):
        address = f"s{index}@puppets.example" if channel == "email" else f"+9198300{index:05}"
        person = sign_in(evening.ward, channel, address, index=index)
        evening.residents.append(User.objects.get(pk=person.pk))
        agree_together([person], language="en")
        yield len(evening.residents) - 1


def queued(evening: Evening, question: Question) -> dict[str, Any]:
    events = evening.public_events()
    return next(each for each in events if each["type"] == "question.queued" and each["id"] == str(question.pk))


def standings(evening: Evening, question: Question) -> list[str]:
    """What the log says of it, in its order; the card of the folded stream has the last one."""
    about = [event for event in evening.public_events() if event.get("id") == str(question.pk)]
    told = [event["standing"] for event in about if "standing" in event]
    [card] = [card for card in evening.public_state()["queue"] if card["id"] == str(question.pk)]
    assert card.get("standing", "counted") == Question.objects.get(pk=question.pk).standing == told[-1]
    return told


def take_all(evening: Evening, number: int) -> list[str]:
    """So many questions are taken in the order, and the chat ends; answers their ids."""
    taken = []
    for _turn in range(number):
        taken.append(str(evening.take().pk))
        give_answer(evening.chat_session, UUID(taken[-1]), person=evening.councillor, text="Yes.", final=True)
    close_chat_session(evening.chat_session, by="clerk")
    return taken


def order_of(evening: Evening) -> EveningOrder:
    """The order as anybody computes it from the record, where it is kept."""
    order = recompute_order(events_of(evening.chat_session.record.document))
    assert order.is_kept
    return order


@pytest.mark.row("threat", 28)
def test_ten_mailboxes_of_one_machine_ask_and_come_last_without_a_bonus_a_round_or_a_ticket(evening: Evening) -> None:
    first = [evening.queue(by=by) for by in range(4)]
    socks = [evening.queue(by=by) for by in newcomers(evening, 10)]
    late = [evening.queue(by=by) for by in (4, 5)]
    assert {queued(evening, each)["standing"] for each in socks} == {"not_counted"}
    assert {queued(evening, each)["standing"] for each in (*first, *late)} == {"counted"}
    state = evening.public_state() | {"counts": {"backing": {}}}
    ids = [str(question.pk) for question in (*first, *late, *socks)]
    assert [card["id"] for card in queue_in_order(state)] == ids
    assert {tuple(queue_places(state)[1][each]) for each in ids[6:]} == {("behind",)}
    tickets = lot_candidates(state["queue"], {}, facts_of_state(state))
    assert {card["id"] for card in tickets} == {*ids[:6]}
    taken = take_all(evening, 12)
    assert ({*taken[:6]}, taken[6:]) == ({*ids[:6]}, ids[6:12])
    assert [line.how for line in order_of(evening).lines] == [*["next"] * 4, "lot", *["next"] * 7]
    assert other_orders(events_of(evening.chat_session.record.document))["rule"] == taken


def test_an_evening_that_was_announced_under_the_older_policy_keeps_it(settings: Any, transactional_db: None) -> None:
    settings.QUEUE_ORDER = "fair-1"
    evening = make_evening(residents=2)
    [known, sock] = [evening.queue(by=0), *(evening.queue(by=by) for by in newcomers(evening, 1))]
    settings.QUEUE_ORDER = "fair-2"
    back_question(evening.chat_session, sock.pk, person=evening.residents[1], on=True)
    assert queued(evening, sock)["standing"] == "not_counted"
    assert take_all(evening, 2) == [str(sock.pk), str(known.pk)]
    assert order_of(evening).policy == "fair-1"


def test_the_log_tells_when_a_crowd_is_held_and_when_a_clerk_lets_it_count(evening: Evening) -> None:
    places = newcomers(evening, CROWD, "sms")
    early = evening.queue(by=next(places))
    late = evening.queue(by=list(places)[-1])
    assert (standings(evening, early), standings(evening, late)) == (["counted", "held"], ["held"])
    settle_crowd(Crowd.objects.get(), clerk=evening.clerk, wards=[evening.ward], counts=True)
    assert (standings(evening, early), standings(evening, late)) == (
        ["counted", "held", "counted"],
        ["held", "counted"],
    )
    taken = take_all(evening, 2)
    assert (taken, order_of(evening).is_kept) == ([str(early.pk), str(late.pk)], True)


def test_a_merged_question_of_a_person_who_counts_counts_until_it_is_taken_out_again(evening: Evening) -> None:
    [sock] = newcomers(evening, 1)
    target, merged = evening.queue(by=sock), evening.queue(by=0)
    merged = merge_question(
        evening.chat_session, merged.pk, moderator=evening.moderator, version=merged.version, into=target.pk
    )
    assert standings(evening, target) == ["not_counted", "counted"]
    separate_question(
        evening.chat_session, merged.pk, moderator=evening.moderator, version=merged.version, note="Another street"
    )
    assert standings(evening, target) == ["not_counted", "counted", "not_counted"]
    taken = take_all(evening, 2)
    assert (taken, order_of(evening).is_kept) == ([str(merged.pk), str(target.pk)], True)
