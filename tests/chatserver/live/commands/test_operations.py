"""Every command of the wire has its function of the domain."""

from datetime import date

import pytest

from chatserver.live.commands.operations import OPERATIONS
from chatserver.live.commands.read_operations import READ_OPERATIONS
from chatserver.live.commands.shared_operations import SHARED_OPERATIONS
from chatserver.live.wire.ops import OPS, CallOfficial
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Appointment, Duty, Event
from tests.factories.evening import make_evening


def test_every_command_of_the_wire_is_carried_out_in_one_way() -> None:
    assert sorted([*OPERATIONS, *SHARED_OPERATIONS, *READ_OPERATIONS]) == sorted(OPS)


@pytest.mark.costly
@pytest.mark.django_db
def test_the_log_names_the_duty_by_which_a_person_may_call() -> None:
    evening = make_evening()
    Appointment.objects.create(
        person=evening.moderator, duty=Duty.OFFICIAL, ward=evening.ward, from_on=date(2022, 1, 1), title="Engineer"
    )
    question = evening.queue()
    evening.take()
    fields = CallOfficial(question=question.pk, official=evening.moderator.public_id)
    OPERATIONS["official.call"](lock_chat_session(evening.chat_session.pk), evening.moderator, fields)
    assert Event.objects.get(type="official.called").actor == f"moderator:{evening.moderator.public_id}"
