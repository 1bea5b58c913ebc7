"""What no moderator read before a chat ended comes first in the ward's next chat, once, and its author is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.questions.screening import hold_question
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, close_chat_session, open_chat_session
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import (
    Ban,
    Channel,
    ChatSession,
    Following,
    Question,
    Reminder,
    ReminderKind,
)
from sessions.platform.text.commitments import checking_line
from sessions.tick import tick
from tests.factories.evening import Evening, events_of, make_evening

pytestmark = pytest.mark.django_db


def next_chat(evening: Evening) -> ChatSession:
    return announce_chat_session(evening.ward, starts_at=timezone.now() + timedelta(hours=30), minutes=60, by="clerk")


def carried(chat_session: ChatSession) -> list[Question]:
    return list(Question.objects.filter(chat_session=chat_session).exclude(carried_from=None).order_by("asked_at"))


def test_an_unread_question_is_asked_again_for_its_author_in_the_next_chat() -> None:
    evening = make_evening()
    held, unread = evening.ask("When is the drain cleaned?"), evening.ask("My number is 98300 12345.", by=1)
    hold_question(evening.chat_session, held.pk, moderator=evening.moderator, version=1)
    evening.queue("This one was read.", by=2)
    close_chat_session(evening.chat_session, by="clerk")
    ahead = next_chat(evening)
    assert f"carried over into {ahead.pk}" in tick()
    [again] = carried(ahead)
    assert (again.author, again.text, again.asked_at) == (unread.author, unread.text, unread.asked_at)
    assert (again.carried_from, again.state, again.masked) == (unread, "waiting", unread.masked)
    assert again.receipt != unread.receipt
    assert again.commitment != unread.commitment
    assert checking_line(again.salt, again.text)
    [asked] = [event for event in events_of(ahead.pk, "desk") if event["type"] == "question.asked"]
    assert (asked["id"], asked["carried_from"], asked["commitment"]) == (
        str(again.pk),
        unread.receipt,
        again.commitment,
    )
    assert asked["looks_like"]
    assert "98300" not in str(events_of(ahead.pk, "public"))


def test_it_happens_once_though_nobody_reads_it_again() -> None:
    evening = make_evening()
    evening.ask("When is the drain cleaned?")
    close_chat_session(evening.chat_session, by="clerk")
    second = next_chat(evening)
    tick()
    assert tick() == []
    open_chat_session(second, by="clerk")
    close_chat_session(second, by="clerk")
    third = next_chat(evening)
    tick()
    assert (len(carried(second)), carried(third)) == (1, [])


def test_a_chat_that_was_announced_before_the_close_gets_it_too_and_of_two_the_next() -> None:
    evening = make_evening()
    later, sooner = (
        announce_chat_session(evening.ward, starts_at=timezone.now() + timedelta(hours=hours), minutes=60, by="clerk")
        for hours in (60, 30)
    )
    evening.ask("When is the drain cleaned?")
    tick()
    assert carried(sooner) == []
    close_chat_session(evening.chat_session, by="clerk")
    tick()
    assert (len(carried(sooner)), carried(later)) == (1, [])


@pytest.mark.parametrize("why", ["gone", "consent", "banned", "long ago"])
def test_nobody_is_asked_for_who_may_not_ask_or_does_not_wish_to(why: str) -> None:
    evening = make_evening()
    question = evening.ask("When is the drain cleaned?")
    person, now = evening.residents[0], timezone.now()
    close_chat_session(evening.chat_session, by="clerk")
    if why == "gone":
        Question.objects.filter(pk=question.pk).update(author=None)
    elif why == "consent":
        person.consents.update(withdrawn_at=now)
    elif why == "banned":
        until = now + timedelta(days=40)
        Ban.objects.create(person=person, ward=evening.ward, from_at=now, until_at=until, reason="x")
    else:
        ChatSession.objects.filter(pk=evening.chat_session.pk).update(closed_at=now - timedelta(days=93))
    ahead = next_chat(evening)
    tick()
    assert carried(ahead) == []


def test_its_author_is_told_by_push_and_may_withdraw_it() -> None:
    evening = make_evening()
    person = evening.residents[0]
    Following.objects.create(person=person, channel=Channel.PUSH, since=timezone.now())
    evening.ask("When is the drain cleaned?")
    close_chat_session(evening.chat_session, by="clerk")
    ahead = next_chat(evening)
    tick()
    [again] = carried(ahead)
    told = Reminder.objects.get(round__kind=ReminderKind.CARRIED)
    assert (told.person, told.channel, told.round.question) == (person, Channel.PUSH, again)
    withdraw_question(ahead, again.pk, person=person)
    tick()
    assert [each.state for each in carried(ahead)] == ["withdrawn"]


def test_what_was_carried_into_a_chat_that_is_cancelled_is_carried_on() -> None:
    evening = make_evening()
    evening.ask("When is the drain cleaned?")
    close_chat_session(evening.chat_session, by="clerk")
    cancelled = next_chat(evening)
    tick()
    cancel_chat_session(cancelled, reason="Rain", by="clerk")
    ahead = next_chat(evening)
    tick()
    [again] = carried(ahead)
    assert again.carried_from in carried(cancelled)
