"""Later words wait for a moderator; an answer to the office's question lets its clock go on at once."""

from datetime import date

import pytest

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.matters.resolving.clarifying import clarify
from sessions.matters.resolving.clock_steps import ask_resident
from sessions.matters.working_days import working_days_between
from sessions.models import MatterReply
from sessions.platform.refusals import Refused
from tests.factories.matters import WardOffice, on_day

pytestmark = pytest.mark.costly


def test_the_answer_restarts_the_clock_with_the_days_that_were_left(office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        matter = office.publish()
    with on_day(date(2027, 3, 8)):
        asked = ask_resident(matter.pk, person=office.official, version=matter.version, text="Which side of the road?")
        assert (asked.clock_stopped_on, asked.state) == (date(2027, 3, 8), "open")
    with on_day(date(2027, 5, 3)):
        reply = clarify(matter.pk, "The east side.", receipt=matter.receipt)
    matter.refresh_from_db()
    assert matter.due_on is not None
    assert working_days_between(date(2027, 5, 3), matter.due_on, ()) == 16
    assert reply.state == "waiting"
    last = office.public_events()[-1]
    assert (last["step"], last["due_on"]) == ("clarify", matter.due_on.isoformat())
    assert "east" not in str(last)


def test_closed_days_that_were_entered_just_before_the_answer_cost_the_office_no_day(office: WardOffice) -> None:
    closed = (date(2027, 3, 15), date(2027, 3, 16))
    with on_day(date(2027, 3, 1)):
        matter = office.publish()
    with on_day(date(2027, 3, 8)):
        ask_resident(matter.pk, person=office.official, version=matter.version, text="Which side of the road?")
    with on_day(date(2027, 3, 10)):
        add_closure(kind="closed", ward=None, from_on=closed[0], to_on=closed[1], reasons={"en": "Flood"}, clerk=None)
        clarify(matter.pk, "The east side.", receipt=matter.receipt)
    matter.refresh_from_db()
    assert matter.due_on is not None
    assert working_days_between(date(2027, 3, 10), matter.due_on, [closed]) == 16


def test_words_that_nobody_asked_for_change_no_clock_and_are_limited(office: WardOffice) -> None:
    matter = office.publish()
    for each in range(3):
        clarify(matter.pk, f"More, part {each}.", person=office.resident)
    with pytest.raises(Refused) as refusal:
        clarify(matter.pk, "And more.", person=office.resident)
    assert refusal.value.code == "too_many_waiting"
    assert len(office.public_events()) == 1
    assert MatterReply.objects.count() == 3


def test_only_the_person_who_lodged_it_adds_words_and_only_while_it_is_public(office: WardOffice) -> None:
    matter, waiting = office.publish(), office.lodge()
    for given, code in (
        ((matter.pk, office.neighbours[0]), "forbidden"),
        ((waiting.pk, office.resident), "state"),
    ):
        with pytest.raises(Refused) as refusal:
            clarify(given[0], "More.", person=given[1])
        assert refusal.value.code == code
