"""A ward's rule in the calendar, from the clerk who saves it to the room that the clock opens."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.rescheduling import move_chat_session
from sessions.chats.calendar.rules.placing import WhenClosed
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.calendar.schedules.generation import OTHER_CHAT, plan_ahead
from sessions.chats.calendar.schedules.re_placing import follow_closure
from sessions.chats.calendar.schedules.schedules import end_schedule, set_schedule
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Change, ChatSession, Closure, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import message_in_every_language
from sessions.tick import tick
from tests.factories.evening import make_office, make_person, make_ward

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
FIRST_SATURDAYS = ScheduleDraft(rule="FREQ=MONTHLY;BYDAY=1SA", at=time(18), minutes=60, from_on=date(2027, 1, 1))


@pytest.fixture
def ward() -> Ward:
    ward = make_ward()
    make_office(ward, make_person("holder"))
    return ward


def days_of(ward: Ward) -> list[tuple[str, str]]:
    return [(f"{timezone.localtime(row.starts_at):%Y-%m-%d %H:%M}", row.state) for row in in_time(ward)]


def close(
    reason: str, from_on: date, to_on: date, *, kind: str = "closed", ward: Ward | None = None, reason_bn: str = ""
) -> Closure:
    return add_closure(
        kind=kind, ward=ward, from_on=from_on, to_on=to_on, reasons={"en": reason, "bn": reason_bn}, clerk=None
    )


def in_time(ward: Ward) -> list[ChatSession]:
    return list(ward.chat_sessions.order_by("starts_at"))


@time_machine.travel(NOW, tick=False)
def test_a_rule_puts_three_months_into_the_calendar_and_the_clock_goes_on_from_there(ward: Ward):
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)

    assert [day for day, _state in days_of(ward)] == ["2027-01-02 18:00", "2027-02-06 18:00", "2027-03-06 18:00"]
    assert tick() == [f"announced {in_time(ward)[0].pk}"]
    assert tick() == []
    with time_machine.travel(datetime(2027, 1, 3, 6, 0, tzinfo=UTC)):
        assert [line.split()[0] for line in tick()] == ["planned", "opened", "closed"]
        assert tick() == []
    assert days_of(ward)[-1] == ("2027-04-03 18:00", "planned")


@time_machine.travel(NOW, tick=False)
def test_questions_open_as_many_days_before_as_the_rule_says(ward: Ward):
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    tick()
    opens_at = datetime(2027, 1, 30, 12, 30, tzinfo=UTC)  # 18:00 in Kolkata, a week before 6 February

    for moment, state in ((opens_at - timedelta(seconds=1), "planned"), (opens_at, "scheduled")):
        tick(moment)
        assert days_of(ward)[1] == ("2027-02-06 18:00", state)


@time_machine.travel(NOW, tick=False)
def test_a_date_on_closed_days_is_moved_by_the_declared_rule_and_says_why(ward: Ward):
    close("Book fair", date(2027, 2, 5), date(2027, 2, 7), reason_bn="বইমেলা")
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    moved = in_time(ward)[1]

    assert (moved.day, moved.planned_on, moved.is_moved) == (date(2027, 2, 8), date(2027, 2, 6), True)
    assert moved.move_reasons.get("en", "") == "5 to 7 February 2027 are closed: Book fair"
    assert "বইমেলা" in moved.move_reasons["bn"]


@time_machine.travel(NOW, tick=False)
def test_what_is_closed_afterwards_moves_the_planned_and_the_announced_with_a_word_in_its_log(ward: Ward):
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    tick()
    closure = close("Mourning", date(2027, 1, 2), date(2027, 1, 3), ward=ward)
    announced = follow_closure(closure, clerk=None)[0]

    assert (announced.day, announced.sequence, announced.state) == (date(2027, 1, 4), 1, "scheduled")
    last = announced.streams.get(name="public").events.last()
    assert last is not None
    assert (last.type, last.body["because"]["en"]) == (
        "session.moved",
        "2 to 3 January 2027 are closed: Mourning",
    )


@time_machine.travel(NOW, tick=False)
def test_where_the_clerk_wants_to_choose_the_date_waits_and_nothing_is_announced(ward: Ward):
    add_closure(
        kind="closed", ward=None, from_on=date(2027, 1, 2), to_on=date(2027, 1, 2), reasons={"en": "Rain"}, clerk=None
    )
    wanted = ScheduleDraft("FREQ=MONTHLY;BYDAY=1SA", time(18), 60, date(2027, 1, 1), on_closed=WhenClosed.WAIT)
    set_schedule(ward, wanted, clerk=None)

    assert in_time(ward)[0].waits
    assert tick() == []
    with time_machine.travel(datetime(2027, 1, 3, 6, 0, tzinfo=UTC)):
        assert [line.split()[0] for line in tick()] == ["planned", "cancelled"]
    assert in_time(ward)[0].cancelled_reason.startswith("No other date was found.")


@time_machine.travel(NOW, tick=False)
def test_in_a_freeze_nothing_is_announced_and_nothing_opens_and_what_passed_is_cancelled_with_its_reason(ward: Ward):
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    close("Municipal election", date(2027, 1, 1), date(2027, 2, 3), kind="freeze")

    assert tick() == []
    with time_machine.travel(datetime(2027, 1, 2, 13, 0, tzinfo=UTC)):
        assert tick() == []
    for moment, done in (
        (datetime(2027, 1, 2, 14, 0, tzinfo=UTC), ["cancelled"]),
        (datetime(2027, 2, 3, 12, 0, tzinfo=UTC), []),
        (datetime(2027, 2, 4, 12, 0, tzinfo=UTC), ["announced"]),
    ):
        with time_machine.travel(moment):
            assert [line.split()[0] for line in tick() if not line.startswith("planned")] == done
    assert [state for _day, state in days_of(ward)[:2]] == ["cancelled", "scheduled"]
    assert in_time(ward)[0].cancelled_reason == "Municipal election"


@time_machine.travel(NOW, tick=False)
def test_another_rule_keeps_what_both_give_and_cancels_what_it_does_not(ward: Ward):
    first = set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    uids = [row.pk for row in in_time(ward)]
    every_other = ScheduleDraft("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA", time(19), 90, date(2027, 1, 1))
    second = set_schedule(ward, every_other, clerk=None, version=first.version)

    assert [(row.pk, row.state, row.sequence) for row in in_time(ward)] == [
        (uids[0], "planned", 1),
        (uids[1], "cancelled", 1),
        (uids[2], "planned", 1),
    ]
    assert days_of(ward)[0][0] == "2027-01-02 19:00"
    first.refresh_from_db()
    assert (first.is_active, second.is_active, second.version) == (False, True, 2)
    assert [change.after and change.after["rule"] for change in Change.objects.filter(subject="schedule")] == [
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA",
        "FREQ=MONTHLY;BYDAY=1SA",
    ]


@time_machine.travel(NOW, tick=False)
def test_the_second_of_two_clerks_is_told_what_the_first_has_saved(ward: Ward):
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    with pytest.raises(Refused) as refusal:
        set_schedule(ward, FIRST_SATURDAYS, clerk=None)

    assert refusal.value.code == "stale"
    assert (refusal.value.facts["rule"], refusal.value.facts["version"]) == ("FREQ=MONTHLY;BYDAY=1SA", 1)


@time_machine.travel(NOW, tick=False)
def test_a_rule_that_ends_takes_what_is_only_planned_with_it(ward: Ward):
    schedule = set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    end_schedule(schedule, last_on=date(2027, 2, 10), version=1, clerk=None)

    assert [state for _day, state in days_of(ward)] == ["planned", "planned", "cancelled"]
    assert tick(datetime(2027, 2, 20, tzinfo=UTC))
    assert len(in_time(ward)) == 3


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ({"rule": "FREQ=WEEKLY"}, "FREQ"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 720}, "minutes"),
        ({"to_on": date(2026, 12, 1)}, "to"),
        ({"from_on": date(2026, 12, 31)}, "from"),
        ({"ask_days": 61}, "ask_days"),
    ],
)
def test_what_can_be_no_rule_is_refused_with_the_part_that_is_wrong(ward: Ward, wanted: dict[str, object], part: str):
    given = {"rule": "FREQ=MONTHLY;BYDAY=1SA", "at": time(18), "minutes": 60, "from_on": date(2027, 1, 1)} | wanted
    with pytest.raises(Refused) as refusal:
        set_schedule(ward, ScheduleDraft(**given), clerk=None)  # type: ignore[arg-type]

    assert (refusal.value.code, refusal.value.facts["part"]) == ("bad_field", part)
    assert not ward.chat_sessions.exists()


@time_machine.travel(NOW, tick=False)
def test_a_changed_rule_does_not_put_a_date_there_twice_that_is_announced_already(ward: Ward):
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    tick()
    longer = replace(FIRST_SATURDAYS, minutes=90)
    set_schedule(ward, longer, clerk=None, version=1)

    assert days_of(ward) == [
        ("2027-01-02 18:00", "scheduled"),
        ("2027-02-06 18:00", "planned"),
        ("2027-03-06 18:00", "planned"),
    ]
    assert not any(chat_session.waits for chat_session in in_time(ward))


@time_machine.travel(NOW, tick=False)
def test_another_rule_that_ends_takes_what_lies_beyond_it_out_of_the_calendar(ward: Ward):
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    set_schedule(ward, replace(FIRST_SATURDAYS, at=time(19), to_on=date(2027, 2, 20)), clerk=None, version=1)

    assert days_of(ward) == [
        ("2027-01-02 19:00", "planned"),
        ("2027-02-06 19:00", "planned"),
        ("2027-03-06 18:00", "cancelled"),
    ]


@time_machine.travel(NOW, tick=False)
def test_a_rule_that_was_replaced_since_the_clock_read_it_plans_nothing(ward: Ward):
    as_the_clock_read_it = set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    set_schedule(ward, replace(FIRST_SATURDAYS, at=time(19)), clerk=None, version=1)

    assert plan_ahead(as_the_clock_read_it, now=NOW) == []
    assert [day for day, _state in days_of(ward)] == ["2027-01-02 19:00", "2027-02-06 19:00", "2027-03-06 19:00"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_clerk_who_moves_a_date_and_one_who_changes_its_rule_do_not_wait_for_each_other(ward: Ward):
    from_on = timezone.localdate() + timedelta(days=1)
    wanted = replace(FIRST_SATURDAYS, from_on=from_on)
    set_schedule(ward, wanted, clerk=None)
    chat_session = in_time(ward)[0]

    def change_rule() -> int:
        try:
            return set_schedule(ward, replace(wanted, rule="FREQ=MONTHLY;BYDAY=2SU"), clerk=None, version=1).version
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other_clerk:
        with transaction.atomic():
            lock_chat_session(chat_session.pk)
            changed = other_clerk.submit(change_rule)
            with connection.cursor() as cursor:
                while not changed.done():  # and not before it waits for what we hold
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone() != (0,):
                        break
            to = chat_session.starts_at + timedelta(days=1)
            move_chat_session(
                chat_session, starts_at=to, because=message_in_every_language(OTHER_CHAT), sequence=0, clerk=None
            )
        assert changed.result() == 2


@time_machine.travel(NOW, tick=False)
def test_a_freeze_and_the_days_of_a_rule_are_days_of_the_city(ward: Ward):
    """A late evening stood on another day for its rule than for the freeze: it neither opened nor was cancelled."""
    late = replace(FIRST_SATURDAYS, at=time(23, 30))
    set_schedule(ward, late, clerk=None)
    close("Election", date(2027, 2, 6), date(2027, 2, 6), kind="freeze")
    frozen = in_time(ward)[1]
    assert frozen.day == date(2027, 2, 6)
    tick(frozen.starts_at)
    tick(frozen.ends_at + timedelta(minutes=1))
    frozen.refresh_from_db()
    assert frozen.state == "cancelled"
