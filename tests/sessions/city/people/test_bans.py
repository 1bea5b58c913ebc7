"""A ban: by one question, for some days, told to the desk and the audit, and to nobody who it is."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from sessions.city.people.access import admit, find_people
from sessions.city.people.account_facts import AccountFacts
from sessions.city.people.bans import ban_author, is_banned, lift_ban, why_banned
from sessions.city.people.consents import agree_together, has_agreed
from sessions.models import Ban, Change
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def ban(evening: Evening, by: int = 0, *, days: int = 3, reason: str = "Threats") -> Ban:
    question = evening.ask(by=by)
    ban_author(evening.chat_session, question.pk, clerk=evening.clerk, days=days, reason=reason)
    return Ban.objects.get(question=question)


def test_it_holds_in_the_ward_until_its_end_and_nowhere_else(evening: Evening) -> None:
    other = make_evening(number=96)
    ban(evening)
    person = evening.residents[0]
    assert (is_banned(person, evening.ward.pk), is_banned(person, other.ward.pk)) == (True, False)
    [read] = find_people([person.pk]).values()
    assert (is_banned(read, evening.ward.pk), is_banned(read, other.ward.pk)) == (True, False)
    assert not is_banned(evening.residents[1], evening.ward.pk)
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        [read] = find_people([person.pk]).values()
        assert not is_banned(read, evening.ward.pk)


def test_bans_from_several_wards_are_told_apart_without_a_query(
    evening: Evening, django_assert_num_queries: object
) -> None:
    wards = [evening.ward, *(make_evening(number=number, residents=0).ward for number in (9, 96))]
    now = timezone.now()
    for ward in wards[1:]:
        for _ in range(2):
            Ban.objects.create(
                person=evening.residents[0], ward=ward, reason="x", from_at=now, until_at=now + timedelta(1)
            )
    [read] = find_people([evening.residents[0].pk]).values()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert [is_banned(read, ward.pk) for ward in wards] == [False, True, True]


def test_what_is_read_with_an_account_says_it_all(evening: Evening) -> None:
    ban(evening)
    banned, other = (person.pk for person in evening.residents[:2])
    agree_together([evening.residents[1]], language="en")
    people = find_people([banned, other])
    assert people[banned].facts == AccountFacts(
        frozenset({evening.ward.pk}), has_agreed=has_agreed(evening.residents[0])
    )
    assert people[other].facts == AccountFacts(frozenset(), has_agreed=True)
    assert evening.residents[0].facts is None


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "The ward office has banned you from the chats of ward 95 until 5 January 2027: Threats"),
        ("bn", "ওয়ার্ড দপ্তর ৫ জানুয়ারি ২০২৭ পর্যন্ত ৯৫ নম্বর ওয়ার্ডের চ্যাটে আপনার উপর নিষেধাজ্ঞা দিয়েছে: Threats"),
    ],
)
def test_the_reason_names_the_day_as_its_reader_writes_it(evening: Evening, language: str, why: str) -> None:
    with time_machine.travel(datetime(2027, 1, 2, 12, 0, tzinfo=UTC)), override(language):
        ban(evening)
        assert str(why_banned(evening.residents[0], evening.ward).message) == why


def test_the_desk_and_the_audit_hear_of_it_without_who_it_is(evening: Evening) -> None:
    question = ban(evening).question
    assert question is not None
    told = evening.desk_events()[-1]
    assert {key: told[key] for key in ("type", "question", "days")} == {
        "type": "resident.banned",
        "question": str(question.pk),
        "days": 3,
    }
    change = Change.objects.get(subject="ban")
    assert str(evening.residents[0].public_id) not in str((change.before, change.after, change.subject_id, told))
    assert change.after is not None
    assert change.after["receipt"] == question.receipt


def test_lifting_ends_it_once(evening: Evening) -> None:
    made = ban(evening)
    lift_ban(made, clerk=evening.clerk)
    person = evening.residents[0]
    assert "question.ask" in admit(account_id=person.pk, chat_session_id=evening.chat_session.pk, door="room").may
    with pytest.raises(Refused) as refusal:
        lift_ban(made, clerk=evening.clerk)
    assert refusal.value.code == "stale"


def test_a_second_ban_takes_the_place_of_the_first(evening: Evening) -> None:
    question = evening.ask()
    for days in (3, 1):
        ban_author(evening.chat_session, question.pk, clerk=evening.clerk, days=days, reason="Threats")
    assert Ban.objects.in_force(timezone.now()).count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert not is_banned(evening.residents[0], evening.ward.pk)


@pytest.mark.parametrize(
    ("days", "reason", "code"), [(0, "x", "bad_field"), (367, "x", "bad_field"), (1, " ", "empty")]
)
def test_without_an_end_or_a_reason_there_is_none(evening: Evening, days: int, reason: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        ban(evening, days=days, reason=reason)
    assert refusal.value.code == code
    assert Ban.objects.count() == 0


def test_a_question_of_another_chat_is_not_found(evening: Evening) -> None:
    other = make_evening(number=96)
    question = other.ask()
    with pytest.raises(Refused) as refusal:
        ban_author(evening.chat_session, question.pk, clerk=evening.clerk, days=1, reason="x")
    assert refusal.value.code == "not_found"
