"""A moderator who has passed a question on can send no command of the desk about it, whatever its state is."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.wire.decoding import make_command
from chatserver.live.wire.ops import OPS
from moderation.desk.conflicts import STILL_OPEN, pass_question_on
from moderation.questions.screening import approve_question
from sessions.city.people.permissions import CALLING_OPS, MODERATOR_OPS
from sessions.models import Appointment, Duty, Event, Question
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]

FIELDS: dict[str, dict[str, Any]] = {
    "question.set_topic": {"topic": "roads"},
    "question.unmask": {"start": 0},
    "question.decline": {"reason": "attack"},
    "question.reopen": {"note": "A mistake."},
    "question.note": {"text": "Nothing to see here."},
    "question.separate": {"note": "Another lane."},
    "question.reword": {"text": "Common words?"},
    "question.take_down": {"reason": "attack"},
    "question.take": {"reason": "urgent"},
    "appeal.decide": {"outcome": "upheld", "note": "As before."},
    "correction.decide": {"outcome": "accepted", "note": "A typing fault."},
    "decision.reread": {"verdict": "approve"},
    "resident.mute": {"minutes": 10},
}
"""What each command has besides the question and its version."""

ABOUT_ONE = sorted(
    op for op in {*MODERATOR_OPS, *CALLING_OPS} - {*STILL_OPEN} if "question" in OPS[op].__struct_fields__
)


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


def make_submitted(evening: Evening, op: str, by: Any = None, **fields: Any) -> SubmittedCommand:
    """A command of the first moderator, unless it is another one's."""
    command = make_command(str(uuid4()), op, fields)
    person = by or evening.moderator
    return SubmittedCommand(person.pk, evening.chat_session.pk, "any" if by else "desk", "en", command, is_proven=True)


def send_all(*commands: SubmittedCommand) -> list[str]:
    """The codes of the refusals, or ack."""
    return [reply.code or "ack" for reply in carry_out_together(list(commands))]


def send(evening: Evening, op: str, **fields: Any) -> str:
    [code] = send_all(make_submitted(evening, op, **fields))
    return code


def passed_on(evening: Evening) -> Question:
    """A question that the first moderator has passed on and the second one has put into the queue."""
    question = evening.ask(by=1)
    question = pass_question_on(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    return approve_question(
        evening.chat_session, question.pk, moderator=evening.second_moderator, version=question.version
    )


@pytest.mark.long
@pytest.mark.parametrize("op", ABOUT_ONE)
def test_it_cannot_be_sent_about_a_question_that_was_passed_on(evening: Evening, op: str) -> None:
    question, other = passed_on(evening), evening.queue(by=2)
    taken = {"question": str(question.pk), "version": question.version, "into": str(other.pk)}
    taken["official"] = str(evening.second_moderator.public_id)
    wanted = {name: value for name, value in taken.items() if name in OPS[op].__struct_fields__}
    before = Event.objects.count()
    assert send(evening, op, **wanted, **FIELDS.get(op, {})) == "passed_on"
    assert Event.objects.count() == before


def test_it_counts_from_the_next_command_on_also_among_those_that_are_decided_together(evening: Evening) -> None:
    question, public = evening.ask(by=1), evening.queue(by=2)
    about = {"question": str(question.pk)}
    commands = [
        make_submitted(evening, "question.pass_on", **about, version=1, on=True),
        make_submitted(evening, "question.back", by=evening.residents[0], question=str(public.pk), on=True),
        make_submitted(evening, "question.note", **about, text="Nothing to see here."),
        make_submitted(evening, "question.pass_on", **about, version=2, on=False),
        make_submitted(evening, "question.note", **about, text="Nothing to see here."),
    ]
    assert send_all(*commands) == ["ack", "ack", "passed_on", "ack", "ack"]


def test_nothing_is_merged_into_it(evening: Evening) -> None:
    question, other = passed_on(evening), evening.queue(by=2)
    fields = {"question": str(other.pk), "version": other.version, "into": str(question.pk)}
    assert send(evening, "question.merge", **fields) == "passed_on"


def test_several_questions_with_it_among_them_are_not_declined(evening: Evening) -> None:
    question, other = evening.ask(by=1), evening.ask(by=2)
    question = pass_question_on(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    seen = [{"question": str(each.pk), "version": each.version} for each in (question, other)]
    assert send(evening, "questions.decline", questions=seen, reason="attack") == "passed_on"


def test_the_next_question_in_the_declared_order_is_nobodys_choice(evening: Evening) -> None:
    passed_on(evening)
    assert send(evening, "question.take") == "ack"


def test_another_duty_of_the_same_person_does_not_help(evening: Evening) -> None:
    Appointment.objects.create(
        person=evening.moderator, duty=Duty.CLERK, borough=evening.ward.borough, from_on=date(2022, 1, 1)
    )
    fields = {"question": str(passed_on(evening).pk), "days": 3, "reason": "No."}
    assert send(evening, "resident.ban", **fields) == "passed_on"


def test_a_colleague_can(evening: Evening) -> None:
    question = passed_on(evening)
    evening.moderator = evening.second_moderator
    fields = {"question": str(question.pk), "version": question.version, "topic": "roads"}
    assert send(evening, "question.set_topic", **fields) == "ack"
