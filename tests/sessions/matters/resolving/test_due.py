"""What the clock does: alerts once, stages, a question of the next chat, holidays entered later, silence, a freeze."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure, remove_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.matters.resolving import office_steps
from sessions.matters.resolving.clock_steps import delay
from sessions.matters.resolving.due import carry_out_due_matters
from sessions.matters.resolving.verdicts import give_verdict
from sessions.models import ChatSession, Matter, MatterAlert, Question
from tests.factories.matters import WardOffice, on_day

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)
DUE = date(2027, 3, 30)


def run_on(day: date, hour: int = 12) -> list[str]:
    with on_day(day, hour):
        return carry_out_due_matters(timezone.now())


def kinds(matter: Matter) -> list[str]:
    return list(MatterAlert.objects.filter(matter=matter).order_by("pk").values_list("kind", flat=True))


def stages(office: WardOffice) -> list[int]:
    return [each["stage"] for each in office.public_events() if each["type"] == "matter.overdue"]


def publish(office: WardOffice, **fields: Any) -> Matter:
    with on_day(MONDAY):
        return office.publish(**fields)


@pytest.mark.long
def test_each_alert_is_given_once_on_its_day(office: WardOffice) -> None:
    matter = publish(office)
    seen = {}
    for each in range(50):
        day = MONDAY + timedelta(days=each)
        before = kinds(matter)
        run_on(day)
        run_on(day, hour=18)
        if new := kinds(matter)[len(before) :]:
            seen[day] = new
    assert seen == {
        date(2027, 3, 10): ["acknowledge"],
        DUE - timedelta(days=3): ["due_soon"],
        DUE: ["due"],
        DUE + timedelta(days=1): ["overdue"],
        date(2027, 4, 8): ["borough"],
    }
    assert stages(office) == [1, 2]


def test_a_downtime_of_weeks_is_made_up_once_with_what_is_still_true(office: WardOffice) -> None:
    matter = publish(office)
    run_on(date(2027, 6, 1))
    assert kinds(matter) == ["acknowledge", "overdue", "borough"]
    assert stages(office) == [1, 2]
    assert run_on(date(2027, 6, 2)) == []


def test_in_a_freeze_clocks_run_and_nobody_is_told_until_its_end(office: WardOffice) -> None:
    matter = publish(office)
    with on_day(MONDAY):
        add_closure(
            kind="freeze",
            ward=None,
            from_on=date(2027, 3, 5),
            to_on=date(2027, 5, 5),
            reasons={"en": "Election"},
            clerk=None,
        )
        claimed = office.publish("Another one.")
    with on_day(date(2027, 4, 1)):
        office_steps.claim_done(claimed.pk, person=office.official, version=claimed.version, text="Done.")
    run_on(date(2027, 4, 20))
    run_on(date(2027, 5, 5))
    assert (kinds(matter), kinds(claimed), stages(office)) == ([], [], [1, 2])
    claimed.refresh_from_db()
    assert claimed.state == "done_unconfirmed"
    run_on(date(2027, 5, 6))
    assert (kinds(matter), kinds(claimed)) == (["acknowledge", "overdue", "borough"], ["claimed"])
    with on_day(date(2027, 5, 20)):
        assert give_verdict(claimed.pk, "fixed", person=office.resident).state == "confirmed_done"


def test_long_overdue_it_becomes_a_question_of_the_next_chat_once_there_is_one(office: WardOffice) -> None:
    matter = publish(office)
    run_on(date(2027, 4, 20))
    assert not Question.objects.exists()
    with on_day(date(2027, 4, 20)):
        announce_chat_session(office.ward, starts_at=datetime(2027, 5, 1, 12, 30, tzinfo=UTC), minutes=60, by="clerk")
    run_on(date(2027, 4, 21))
    run_on(date(2027, 4, 22))
    question = Question.objects.get()
    matter.refresh_from_db()
    assert (question.state, question.author, question.first_time) == ("queued", None, False)
    assert question.text == f"{matter.number}: The drain overflows."
    assert (matter.overdue_stage, matter.asked_again_of) == (3, question)
    last = office.public_events()[-1]
    assert (last["type"], last["stage"], last["question"]) == ("matter.overdue", 3, str(question.pk))


def announce(office: WardOffice, on: date, starts_at: datetime) -> ChatSession:
    with on_day(on):
        return announce_chat_session(office.ward, starts_at=starts_at, minutes=60, by="clerk")


def test_in_one_chat_it_is_asked_once_however_often_its_day_is_moved(office: WardOffice) -> None:
    matter = publish(office)
    announce(office, date(2027, 4, 20), datetime(2027, 6, 5, 12, 30, tzinfo=UTC))
    run_on(date(2027, 4, 21))
    question = Question.objects.get()
    with on_day(date(2027, 4, 22)):
        matter.refresh_from_db()
        given: dict[str, Any] = {"person": office.official, "version": matter.version}
        delay(matter.pk, due_on=date(2027, 4, 23), text="The crew comes tomorrow.", **given)
    run_on(date(2027, 4, 26))
    run_on(date(2027, 5, 20))
    matter.refresh_from_db()
    assert Question.objects.get() == question
    assert (matter.overdue_stage, matter.asked_again_of) == (3, question)
    assert stages(office) == [1, 2, 3, 1, 2, 3]


def test_where_its_chat_is_cancelled_it_is_asked_in_the_next_one(office: WardOffice) -> None:
    matter = publish(office)
    off = announce(office, date(2027, 4, 20), datetime(2027, 5, 1, 12, 30, tzinfo=UTC))
    run_on(date(2027, 4, 21))
    with on_day(date(2027, 4, 23)):
        cancel_chat_session(off, reason="A cyclone is near.", by="clerk")
    run_on(date(2027, 4, 24))
    assert Question.objects.count() == 1
    held = announce(office, date(2027, 4, 26), datetime(2027, 5, 29, 12, 30, tzinfo=UTC))
    for day in (27, 28):
        run_on(date(2027, 4, day))
        matter.refresh_from_db()
        assert matter.asked_again_of is not None
        assert (Question.objects.count(), matter.asked_again_of.chat_session) == (2, held)


@pytest.mark.long
def test_a_claim_is_asked_about_at_once_again_after_14_days_and_lapses_after_28(office: WardOffice) -> None:
    matter = publish(office)
    with on_day(MONDAY):
        office_steps.claim_done(matter.pk, person=office.official, version=matter.version, text="Done.")
    assert kinds(matter) == ["claimed"]
    states = {}
    for each in range(1, 35):
        run_on(MONDAY + timedelta(days=each))
        matter.refresh_from_db()
        states[each] = (kinds(matter)[1:], matter.state)
    assert states[13] == ([], "claimed_done")
    assert states[14] == states[28] == (["claimed_again"], "claimed_done")
    assert states[29] == states[34] == (["claimed_again"], "done_unconfirmed")
    assert office.public_events()[-1]["by"] == "clock"


def test_a_holiday_entered_later_moves_the_days_and_one_taken_back_makes_nothing_late(office: WardOffice) -> None:
    matter = publish(office)
    with on_day(date(2027, 3, 3)):
        closure = add_closure(
            kind="closed",
            ward=office.ward,
            from_on=date(2027, 3, 8),
            to_on=date(2027, 3, 9),
            reasons={"en": "Flood"},
            clerk=None,
        )
    run_on(date(2027, 3, 3), hour=13)
    run_on(date(2027, 3, 3), hour=15)
    matter.refresh_from_db()
    assert (matter.acknowledge_by, matter.due_on) == (date(2027, 3, 12), date(2027, 4, 1))
    last = office.public_events()[-1]
    assert (last["step"], last["by"], last["due_on"]) == ("delay", "clock", "2027-04-01")
    with on_day(date(2027, 3, 4)):
        remove_closure(closure, version=closure.version, clerk=None)
        later = office.publish("A later one.")
    run_on(date(2027, 3, 5))
    matter.refresh_from_db()
    later.refresh_from_db()
    assert (matter.due_on, later.due_on) == (date(2027, 4, 1), date(2027, 4, 2))


def test_a_holiday_counts_only_for_what_was_counted_before_it_was_entered(office: WardOffice) -> None:
    days: dict[str, Any] = {"from_on": date(2027, 3, 8), "to_on": date(2027, 3, 8), "reasons": {"en": "Holi"}}
    with on_day(MONDAY, hour=10):
        add_closure(kind="closed", ward=None, clerk=None, **days)
    matter = publish(office)
    run_on(date(2027, 3, 2))
    matter.refresh_from_db()
    assert matter.due_on == date(2027, 3, 31)


def test_while_the_clock_stands_still_nothing_is_overdue(office: WardOffice) -> None:
    matter = publish(office)
    with on_day(MONDAY):
        office.step(matter, "ask", text="Where?")
    Matter.objects.update(clock_stopped_on=MONDAY, is_acknowledged=True)
    assert run_on(date(2027, 6, 1)) == []
    assert kinds(matter) == []


@pytest.mark.usefixtures("office")
def test_where_nothing_is_due_a_second_costs_one_query() -> None:
    with on_day(MONDAY):
        carry_out_due_matters(timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert carry_out_due_matters(timezone.now()) == []
    assert len(queries) == 1


def test_an_imported_one_without_a_clock_is_only_marked(office: WardOffice) -> None:
    matter = publish(office)
    Matter.objects.update(due_on=DUE, clock_from=None, acknowledge_by=None)
    assert run_on(date(2027, 4, 1)) == [f"overdue, stage 1: {matter.number}"]
