"""Who is told of written answers: who owes them, each time once, and who waits for them, once they are there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from moderation.questions.screening import merge_question
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import defer_question
from sessions.chats.questions.own_questions import back_question
from sessions.chats.questions.written_answers.answering import give_written_answer
from sessions.city.people.subscriptions import follow_by_channels
from sessions.city.people.terms_of_office import NewTerm, hand_over, last_term
from sessions.models import Channel, Question, Reminder, ReminderRound, ReminderState
from sessions.notifications import outbox
from sessions.tick import tick
from tests.factories.evening import Evening, make_evening, make_person
from tests.factories.written_answers import WRITTEN, put_on_notice

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

NOW = datetime(2027, 1, 2, 13, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def evening(clock: Any) -> Evening:
    evening = make_evening()
    follow_by_channels(evening.councillor, channels=["sms"])
    return evening


def close(evening: Evening) -> None:
    evening.chat_session = close_chat_session(evening.chat_session, by="clock")


def tick_at(clock: Any, moment: datetime) -> list[str]:
    clock.move_to(moment, tick=False)
    return [line.rsplit(" ", 1)[0] for line in told()]


def told() -> list[str]:
    """What the clock did beside sealing the record, making digests and telling the log of promises."""
    return [
        line for line in tick() if not line.startswith(("sealed ", "made ", "due soon:", "overdue:", "not confirmed:"))
    ]


def written() -> list[tuple[str, str, str]]:
    """Kind, promised day and person of each message, in their order."""
    rows = Reminder.objects.order_by("round", "person").select_related("round", "person")
    return [(row.round.kind, str(row.round.due_on or ""), str(row.person)) for row in rows]


def claim() -> list[str]:
    """The kinds of all messages that are sent now."""
    kinds = []
    while claimed := outbox.claim_some(Channel.SMS, at_most=10):
        kinds += [str(each.told.kind) for each in claimed]
        outbox.note_sent(claimed)
    return kinds


def settled() -> list[tuple[str, str]]:
    return [(row.state, row.reason) for row in Reminder.objects.order_by("pk")]


@pytest.mark.long
def test_the_holder_is_told_at_the_close_then_before_on_and_weekly_after_the_day(clock: Any, evening: Evening):
    put_on_notice(evening, days=20)
    put_on_notice(evening, days=20)
    assert tick_at(clock, NOW) == []
    close(evening)
    moments = [(day, NOW + day * DAY + timedelta(hours=hour)) for day in range(60) for hour in (0, 3)]
    days = [day for day, moment in moments if tick_at(clock, moment)]
    assert days == [0, 17, 20, 27, 34, 41, 48, 55]
    who, due = "councillor-95", "2027-01-22"
    assert written() == [
        ("owed", due, who),
        ("owed_soon", due, who),
        ("owed_today", due, who),
        *[("overdue", due, who)] * 5,
    ]


def test_two_clocks_tell_it_once(evening: Evening) -> None:
    put_on_notice(evening)
    close(evening)
    assert [len(told()), len(told())] == [1, 0]
    assert ReminderRound.objects.count() == 1


def test_answers_of_other_days_are_told_apart(evening: Evening) -> None:
    put_on_notice(evening, days=2)
    put_on_notice(evening, days=30)
    close(evening)
    tick()
    assert [(kind, due) for kind, due, _who in written()] == [("owed_soon", "2027-01-04"), ("owed", "2027-02-01")]


def test_what_was_promised_long_ago_on_an_old_folder_is_told_as_overdue_at_once(clock: Any, evening: Evening) -> None:
    question = put_on_notice(evening)
    close(evening)
    Question.objects.filter(pk=question.pk).update(due_on=date(2026, 6, 1))
    assert tick_at(clock, NOW) == ["reminded of what is owed in"]
    assert tick_at(clock, NOW + 6 * DAY) == []
    assert tick_at(clock, NOW + 7 * DAY) == ["reminded of what is owed in"]
    assert [kind for kind, _due, _who in written()] == ["overdue", "overdue"]


def test_once_it_is_answered_nothing_more_is_told_and_what_waits_is_dropped(clock: Any, evening: Evening) -> None:
    question = put_on_notice(evening, days=2)
    close(evening)
    tick()
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    assert claim() == []
    assert settled() == [("dropped", "no longer of this ward")]
    assert tick_at(clock, NOW + 30 * DAY) == []
    assert claim() == []


def test_a_successor_is_told_and_the_former_holder_no_longer(clock: Any, evening: Evening) -> None:
    put_on_notice(evening, days=10)
    close(evening)
    tick()
    successor, last = make_person("successor"), last_term(evening.ward)
    follow_by_channels(successor, channels=["sms"])
    assert last is not None
    wanted = NewTerm("councillor", timezone.localdate(), {"en": "Successor"}, successor)
    hand_over(evening.ward, wanted, seen=last.pk, clerk=None)
    assert claim() == []
    tick_at(clock, NOW + 8 * DAY)
    assert written()[1:] == [("owed_soon", "2027-01-12", "successor"), ("inherited", "", "successor")]
    assert claim() == ["owed_soon", "inherited"]


def test_a_vacant_office_is_told_nothing_until_somebody_holds_it(clock: Any, evening: Evening) -> None:
    put_on_notice(evening, days=10)
    close(evening)
    evening.ward.offices.update(to_on=timezone.localdate() - DAY)
    assert tick_at(clock, NOW + 20 * DAY) == []
    evening.ward.offices.update(to_on=None)
    assert tick_at(clock, NOW + 20 * DAY) == ["reminded of what is owed in"]


def test_a_reminder_of_the_day_comes_in_the_morning(clock: Any, evening: Evening) -> None:
    put_on_notice(evening, days=2)
    close(evening)
    tick()
    claim()
    midnight = datetime(2027, 1, 3, 18, 30, tzinfo=UTC)
    assert tick_at(clock, midnight) == ["reminded of what is owed in"]
    clock.move_to(midnight + timedelta(hours=8, minutes=59), tick=False)
    assert claim() == []
    clock.move_to(midnight + timedelta(hours=9), tick=False)
    assert claim() == ["owed_today"]


def test_nothing_is_sent_during_a_freeze(clock: Any, evening: Evening) -> None:
    put_on_notice(evening, days=10)
    close(evening)
    frozen = {"from_on": date(2027, 1, 2), "to_on": date(2027, 1, 5), "reasons": {"en": "Election"}, "clerk": None}
    add_closure(kind="freeze", ward=evening.ward, **frozen)  # type: ignore[arg-type]
    assert tick_at(clock, NOW) == []
    assert tick_at(clock, NOW + 5 * DAY) == ["reminded of what is owed in"]
    assert claim() == ["owed"]


def test_who_asked_and_all_supporters_are_told_if_they_chose_reminders(clock: Any, evening: Evening) -> None:
    asker, backer, silent = evening.residents
    question = evening.queue()
    for person in (backer, silent):
        back_question(evening.chat_session, question.pk, person=person, on=True)
    other = evening.queue(by=1)
    merge_question(evening.chat_session, other.pk, moderator=evening.moderator, version=other.version, into=question.pk)
    due_on = timezone.localdate() + 30 * DAY
    defer_question(evening.chat_session, question.pk, person=evening.councillor, due_on=due_on)
    for person in (asker, backer):
        follow_by_channels(person, channels=["sms"])
    close(evening)
    tick()
    assert claim() == ["owed"]
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    assert tick_at(clock, NOW + timedelta(minutes=1)) == ["told of a written answer in"]
    assert told() == []
    assert written()[1:] == [("written", "", asker.username), ("written", "", backer.username)]
    backer.ward = None
    backer.save()
    assert claim() == ["written", "written"]


def test_an_answer_to_which_nobody_follows_is_done_with(evening: Evening) -> None:
    question = put_on_notice(evening)
    close(evening)
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    assert [len(told()), len(told())] == [1, 0]
    assert not Reminder.objects.exists()


def test_what_was_told_is_kept_while_the_answer_may_be_owed(clock: Any, evening: Evening) -> None:
    put_on_notice(evening, days=200)
    close(evening)
    tick()
    claim()
    clock.move_to(NOW + 150 * DAY, tick=False)
    outbox.settle_reminders()
    assert (told(), Reminder.objects.get().state) == ([], ReminderState.SENT)
    clock.move_to(NOW + 400 * DAY, tick=False)
    outbox.settle_reminders()
    assert not Reminder.objects.exists()
