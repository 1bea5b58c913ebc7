"""Terms follow one another; what was announced under one is opened by the next."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.city.people.terms_of_office import NewTerm, hand_over, last_term
from sessions.models import Change
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import as_fields
from sessions.tick import tick
from tests.factories.evening import events_of, make_office, make_person, make_ward
from tests.factories.planning_desk import FIRST_SATURDAYS

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)


@pytest.mark.costly
@time_machine.travel(NOW, tick=False)
def test_an_announced_chat_goes_to_the_co_ordinator_who_takes_over_before_it_opens() -> None:
    ward = make_ward()
    make_office(ward)
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    tick()
    last = last_term(ward)
    assert last is not None
    term = NewTerm("coordinator", date(2027, 1, 2), names={"en": "Togor Nodi (demo)"}, holder=make_person("togor"))
    coordinator = hand_over(ward, term, seen=last.pk, clerk=None)
    with time_machine.travel(datetime(2027, 1, 2, 12, 31, tzinfo=UTC)):
        tick()
    chat_session = ward.chat_sessions.get(state="live")
    assert chat_session.office == coordinator
    handed_over = [event for event in events_of(chat_session.pk, "public") if event["type"] == "session.handed_over"]
    assert [event["office"]["kind"] for event in handed_over] == ["coordinator"]


@time_machine.travel(NOW, tick=False)
def test_a_vacancy_needs_no_name_and_keeps_none() -> None:
    ward = make_ward()
    vacant = hand_over(ward, NewTerm("vacant", date(2027, 1, 1), names={"en": "Ignored"}), seen=None, clerk=None)
    assert (vacant.names.get("en", ""), vacant.holder) == ("", None)
    assert [change.after for change in Change.objects.all()] == [
        {"office": "vacant", **as_fields("name", {}), "account": "", "from": "2027-01-01"}
    ]


@time_machine.travel(NOW, tick=False)
def test_the_audit_says_which_account_may_answer() -> None:
    ward, holder = make_ward(), make_person("togor")
    term = NewTerm("councillor", date(2027, 1, 1), names={"en": "Togor"}, holder=holder)
    hand_over(ward, term, seen=None, clerk=None)
    assert [change.after and change.after["account"] for change in Change.objects.all()] == [str(holder.public_id)]


@time_machine.travel(NOW, tick=False)
def test_a_clerk_who_saw_another_last_term_is_refused() -> None:
    ward = make_ward()
    make_office(ward)
    with pytest.raises(Refused) as refused:
        hand_over(ward, NewTerm("vacant", date(2027, 1, 1)), seen=None, clerk=None)
    assert (refused.value.code, refused.value.facts["office"]) == ("stale", "councillor")


@pytest.mark.costly
@time_machine.travel(NOW, tick=False)
def test_an_announced_chat_that_nobody_could_host_is_cancelled_once_its_time_has_passed() -> None:
    ward = make_ward()
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    office = make_office(ward)
    tick()
    hand_over(ward, NewTerm("vacant", date(2027, 1, 2)), seen=office.pk, clerk=None)
    chat_session = ward.chat_sessions.get(state="scheduled")
    with time_machine.travel(chat_session.starts_at, tick=False):
        assert tick() == []
    with time_machine.travel(chat_session.ends_at, tick=False):
        assert tick() == [f"cancelled {chat_session.pk}"]
    chat_session.refresh_from_db()
    assert (chat_session.state, chat_session.cancelled_reason.split(" · ")[0]) == (
        "cancelled",
        "Nobody held the ward’s office.",
    )


@time_machine.travel(NOW, tick=False)
def test_no_clerk_takes_an_office_themselves() -> None:
    ward, clerk = make_ward(), make_person("clerk")
    term = NewTerm("councillor", date(2027, 1, 1), names={"en": "Clerk"}, holder=clerk)
    with pytest.raises(Refused) as refusal:
        hand_over(ward, term, seen=None, clerk=clerk)
    assert (refusal.value.code, refusal.value.facts) == ("bad_field", {"part": "account"})
    assert last_term(ward) is None
