from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connections, transaction
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.chats.questions.asking import Ask, ask_questions
from sessions.chats.questions.own_questions import ask_question, back_question
from sessions.city.people.access import admit_caller
from sessions.city.people.access_facts import Caller, read_access_facts
from sessions.city.people.permissions import TAKING_PART_OPS
from sessions.city.wards.cool_downs import cool_down_days, set_cool_down
from sessions.city.wards.ward_change import acted_elsewhere, choose_ward, may_move_at
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Borough, Change, ChatSession, Move, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening, make_person, make_ward
from tests.factories.planning_desk import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


@pytest.fixture
def other() -> Evening:
    return make_evening(number=96)


def refusal(function: Any, *arguments: Any, **given: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        function(*arguments, **given)
    return refused.value


def moves_of(person: Any) -> list[tuple[int | None, int]]:
    rows = Move.objects.filter(person=person).order_by("pk")
    return [(move.before.number if move.before else None, move.after.number) for move in rows]


def test_the_first_choice_and_the_first_change_are_free_and_the_next_has_to_wait():
    wards = [make_ward(number) for number in (93, 94, 95)]
    person = make_person("resident")
    assert choose_ward(person, wards[0])
    assert (may_move_at(person) is None, choose_ward(person, wards[1])) == (True, True)
    no = refusal(choose_ward, person, wards[2])
    assert (no.code, may_move_at(person) is None, person.ward) == ("cool_down", False, wards[1])
    assert moves_of(person) == [(None, 93), (93, 94)]


def test_after_the_cool_down_one_may_move_again():
    first, second = make_ward(93), make_ward(94)
    person = make_person("resident", first)
    choose_ward(person, second)
    until = may_move_at(person, first)
    assert until == person.moved_at + timedelta(days=90)
    with time_machine.travel(until + timedelta(seconds=1)):
        assert choose_ward(person, first)


def test_choosing_ones_own_ward_again_is_no_move():
    ward = make_ward(95)
    person = make_person("resident", ward)
    assert (choose_ward(person, ward), person.moved_at, moves_of(person)) == (False, None, [])


def test_two_windows_of_one_person_cannot_move_past_each_other():
    wards = [make_ward(number) for number in (93, 94, 95)]
    person = make_person("resident", wards[0])
    in_another_window = get_user_model().objects.get(pk=person.pk)
    choose_ward(person, wards[1])
    assert refusal(choose_ward, in_another_window, wards[2]).code == "stale"
    assert moves_of(person) == [(93, 94)]


def test_the_longer_cool_down_of_the_two_wards_counts_and_a_wards_own_comes_before_its_boroughs():
    old, new = make_ward(93), make_ward(94)
    assert cool_down_days(old, new) == 90
    set_cool_down(Borough.objects.get(), days=30, clerk=None)
    assert cool_down_days(old, new) == 30
    set_cool_down(new, days=45, clerk=None)
    assert (cool_down_days(old, new), cool_down_days(old)) == (45, 30)
    set_cool_down(new, days=0, clerk=None)
    assert cool_down_days(new) == 0


def test_a_ward_without_a_borough_has_the_usual_cool_down():
    ward = make_ward(93)
    set_cool_down(Borough.objects.get(), days=30, clerk=None)
    ward.borough = None
    ward.save()
    assert cool_down_days(ward) == 90


@pytest.mark.parametrize("days", [-1, 731])
def test_a_cool_down_without_sense_is_refused(days: int):
    assert refusal(set_cool_down, make_ward(93), days=days, clerk=None).code == "bad_field"


def test_who_set_a_cool_down_is_kept_for_each_ward_that_it_changes():
    make_ward(93)
    set_cool_down(make_ward(94), days=10, clerk=None)
    set_cool_down(Borough.objects.get(), days=30, clerk=None)
    rows = Change.objects.filter(subject="cool_down").order_by("pk")
    assert [(row.ward.number, row.before, row.after) for row in rows if row.ward] == [
        (94, {"days": 90}, {"days": 10}),
        (93, {"days": 90}, {"days": 30}),
    ]


def test_a_person_who_asked_in_the_old_ward_may_not_ask_or_back_in_the_new_one_this_month(
    evening: Evening, other: Evening
):
    mover = evening.residents[0]
    question = other.queue()
    evening.ask()
    choose_ward(mover, other.ward)
    assert acted_elsewhere([(mover, other.chat_session)])
    assert refusal(ask_question, other.chat_session, Ask(mover, "And here?", "question")).code == "moved"
    assert refusal(back_question, other.chat_session, question.pk, person=mover, on=True).code == "moved"
    question.refresh_from_db()
    assert (question.backing, Question.objects.filter(author=mover).count()) == (0, 1)


def test_a_person_who_backed_in_the_old_ward_may_not_back_in_the_new_one_until_the_backing_is_gone(
    evening: Evening, other: Evening
):
    mover = evening.residents[1]
    mine, theirs = evening.queue(), other.queue()
    back_question(evening.chat_session, mine.pk, person=mover, on=True)
    choose_ward(mover, other.ward)
    assert refusal(back_question, other.chat_session, theirs.pk, person=mover, on=True).code == "moved"
    back_question(evening.chat_session, mine.pk, person=mover, on=False)
    assert back_question(other.chat_session, theirs.pk, person=mover, on=True).pk == theirs.pk


def test_a_person_who_moved_without_asking_or_backing_has_their_voice_in_the_new_ward(evening: Evening, other: Evening):
    mover = evening.residents[0]
    choose_ward(mover, other.ward)
    assert ask_question(other.chat_session, Ask(mover, "May I?", "question")).author == mover


def test_in_the_next_month_the_new_ward_counts(evening: Evening, other: Evening):
    mover = evening.residents[0]
    evening.ask()
    choose_ward(mover, other.ward)
    month = timedelta(days=32)
    ChatSession.objects.filter(pk=evening.chat_session.pk).update(
        starts_at=evening.chat_session.starts_at - month, ends_at=evening.chat_session.ends_at - month
    )
    assert not acted_elsewhere([(mover, other.chat_session)])


def test_a_chat_that_was_cancelled_took_nobodys_voice(evening: Evening, other: Evening):
    early = make_evening(number=97, is_live=False)
    other.chat_session.starts_at = early.chat_session.starts_at  # the same month, in the last hour of one, too
    mover = early.residents[0]
    early.ask()
    choose_ward(mover, other.ward)
    assert acted_elsewhere([(mover, other.chat_session)])
    cancel_chat_session(early.chat_session, reason="The hall is under water", by="clerk")
    assert not acted_elsewhere([(mover, other.chat_session)])


def test_the_month_is_the_citys_and_not_that_of_greenwich(evening: Evening, other: Evening):
    """Half past midnight on the first of a month in Kolkata is still the month before in Greenwich."""
    mover = evening.residents[0]
    evening.ask()
    choose_ward(mover, other.ward)
    first = timezone.localtime().replace(day=1, hour=0, minute=30)
    late = first - timedelta(hours=1)
    for chat_session, at in ((evening.chat_session, late), (other.chat_session, first)):
        ChatSession.objects.filter(pk=chat_session.pk).update(starts_at=at, ends_at=at + timedelta(hours=1))
        chat_session.refresh_from_db()
    assert not acted_elsewhere([(mover, other.chat_session)])


def test_nobody_who_never_moved_costs_a_query(evening: Evening, django_assert_num_queries: Any):
    with django_assert_num_queries(0):
        assert acted_elsewhere([(person, evening.chat_session) for person in evening.residents]) == ()


def test_many_movers_cost_one_query(evening: Evening, other: Evening, django_assert_num_queries: Any):
    for index, mover in enumerate(evening.residents):
        evening.ask(by=index)
        choose_ward(mover, other.ward)
    with django_assert_num_queries(1):
        gone = acted_elsewhere([(mover, other.chat_session) for mover in evening.residents])
    assert gone == {(mover.pk, other.chat_session.pk) for mover in evening.residents}


def test_admission_offers_no_voice_to_a_person_who_has_used_theirs(evening: Evening, other: Evening):
    mover, still = evening.residents[0], other.residents[0]
    evening.ask()
    choose_ward(mover, other.ward)
    callers = [Caller(person, other.chat_session.pk, "room") for person in (mover, still)]
    facts = read_access_facts(callers)
    taking_part = [set(TAKING_PART_OPS) & set(admit_caller(caller, facts).may) for caller in callers]
    assert taking_part == [set(), set(TAKING_PART_OPS)]


def test_the_room_says_why_there_is_no_form(evening: Evening, other: Evening):
    evening.ask()
    choose_ward(evening.residents[0], other.ward)
    address = f"/chat/{other.chat_session.pk}/"
    page = client_of(evening.residents[0]).get(address, headers={"accept-language": "en"}).content.decode()
    assert "You can do so here from next month’s chat." in page
    assert 'id="ask-form"' not in page


@pytest.mark.django_db(transaction=True)
def test_a_move_waits_for_what_is_just_being_asked_in_the_old_ward_and_then_knows_of_it():
    evening, other = make_evening(), make_evening(number=96)
    mover = evening.residents[0]

    def move() -> bool:
        try:
            return choose_ward(get_user_model().objects.get(pk=mover.pk), other.ward)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            locked = lock_chat_session(evening.chat_session.pk)
            moving = elsewhere.submit(move)
            with pytest.raises(TimeoutError):
                moving.result(timeout=0.3)
            ask_questions(locked, [Ask(mover, "Before the move?", "question")])
        assert moving.result(timeout=20)
    mover.refresh_from_db()
    assert acted_elsewhere([(mover, other.chat_session)])
