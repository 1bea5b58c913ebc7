"""What a clerk does with one date besides moving it; all of it audited, none of it behind another clerk's back."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from sessions.chats.calendar.lifecycle.dates import announce_now, cancel_by_clerk, put_back
from sessions.chats.calendar.lifecycle.rescheduling import let_wait
from sessions.models import Change, ChatSession
from sessions.platform.refusals import Refused
from tests.factories.planning_desk import Desk, make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def january() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def february(desk: Desk) -> ChatSession:
    return desk.set_rule()[1]


def test_one_that_waits_is_not_announced_and_can_be_put_back(desk: Desk, february: ChatSession) -> None:
    waiting = let_wait(february, because={"en": "no hall"}, sequence=0, clerk=None)
    with pytest.raises(Refused) as refused:
        announce_now(waiting, sequence=1, clerk=desk.clerk)
    assert refused.value.code == "bad_field"
    back = put_back(waiting, sequence=1, clerk=desk.clerk)
    assert (back.waits, back.is_moved, back.move_reasons.get("en", "")) == (
        False,
        False,
        "it was put back on the date of the rule",
    )


def test_each_step_is_refused_to_a_clerk_who_saw_it_as_it_was(desk: Desk, february: ChatSession) -> None:
    cancel_by_clerk(february, reason="Flood", sequence=0, clerk=desk.clerk)
    for step in (
        lambda: announce_now(february, sequence=0, clerk=desk.clerk),
        lambda: put_back(february, sequence=0, clerk=desk.clerk),
        lambda: cancel_by_clerk(february, reason="Again", sequence=0, clerk=desk.clerk),
    ):
        with pytest.raises(Refused) as refused:
            step()
        assert refused.value.code == "stale"
        assert refused.value.facts["state"] == "cancelled"


def test_the_audit_keeps_the_reason_of_a_cancellation(desk: Desk, february: ChatSession) -> None:
    cancel_by_clerk(february, reason="Flood", sequence=0, clerk=desk.clerk)
    change = Change.objects.get(subject="chat_session", subject_id=str(february.pk))
    assert change.after is not None
    assert (change.person, change.after["state"], change.after["cancelled_reason"]) == (
        desk.clerk,
        "cancelled",
        "Flood",
    )
