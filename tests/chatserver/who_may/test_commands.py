"""The matrix of commands: any person's command in any chat is allowed or refused as the table says."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from msgspec import structs

from chatserver.live.commands.command_texts import clean_fields
from chatserver.live.commands.read_operations import READ_OPERATIONS, decide_read
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import decide_together
from chatserver.live.wire.decoding import make_command
from chatserver.live.wire.ops import OPS
from sessions.city.people.access import ANY_DOOR, DESK_DOOR, ROOM_DOOR
from sessions.platform.refusals import Refused
from tests.chatserver.who_may.table import COMMANDS, RESIDENTS
from tests.chatserver.who_may.town import Somebody, Town, make_town

FIELDS: dict[str, dict[str, Any]] = {
    "question.ask": {"text": "Why?", "kind": "question"},
    "draft.check": {"text": "Why?"},
    "draft.answered": {"question": "Q"},
    "question.withdraw": {"question": "Q"},
    "question.back": {"question": "Q", "on": True},
    "report": {"question": "Q", "why": "Rude"},
    **{f"question.{step}": {"question": "Q", "version": 1} for step in ("claim", "release", "approve", "hold", "undo")},
    "question.unmask": {"question": "Q", "version": 1, "start": 0},
    "question.decline": {"question": "Q", "version": 1, "reason": "attack"},
    "question.merge": {"question": "Q", "version": 1, "into": "Q"},
    "question.separate": {"question": "Q", "version": 1, "note": "Another street"},
    "question.reword": {"question": "Q", "version": 1, "text": "Why?"},
    "question.take_down": {"question": "Q", "version": 1, "reason": "attack"},
    "question.reopen": {"question": "Q", "version": 1, "note": "By mistake"},
    "question.appeal": {"question": "Q"},
    "appeal.decide": {"question": "Q", "version": 1, "outcome": "upheld", "note": "It is a private dispute."},
    "correction.ask": {"question": "Q", "text": "Why?"},
    "correction.decide": {"question": "Q", "version": 1, "outcome": "accepted", "note": "A typing fault."},
    "question.pass_on": {"question": "Q", "version": 1, "on": True},
    "question.note": {"question": "Q", "text": "Whose lane is it?"},
    "questions.decline": {"questions": [{"question": str(uuid4()), "version": 1}], "reason": "attack"},
    "questions.merge": {"questions": [{"question": str(uuid4()), "version": 1}], "into": "Q"},
    "report.acknowledge": {"question": "Q"},
    "report.dismiss": {"question": "Q", "version": 1},
    "notice.post": {"text": "Welcome"},
    "notice.correct": {"notice": 2, "text": "Welcome"},
    "session.slow": {"minutes": 5},
    "decision.reread": {"question": "Q", "verdict": "approve"},
    "resident.mute": {"question": "Q", "minutes": 5},
    "resident.unmute": {"question": "Q"},
    "resident.ban": {"question": "Q", "days": 5, "reason": "Threats"},
    "official.call": {"question": "Q", "official": "Q"},
    "official.send_back": {"question": "Q", "official": "Q"},
    "question.take": {},
    "question.set_topic": {"question": "Q", "version": 1, "topic": "water"},
    "answer.give": {"question": "Q", "text": "Yes.", "final": True},
    "answer.finish": {"question": "Q"},
    "answer.correct": {"question": "Q", "part": 1, "text": "No."},
    "question.return": {"question": "Q"},
    "question.defer": {"question": "Q", "due_on": "2099-01-01"},
    "owed.answer": {"promise": "Q", "outcome": "kept", "text": "It is clean."},
    "session.open": {},
    "session.close": {},
    "session.extend": {"minutes": 5},
    "session.cancel": {"reason": "Rain"},
}
DOORS = (ROOM_DOOR, DESK_DOOR, ANY_DOOR)
REFUSED_AT_THE_DOOR = {"sign_in", "forbidden", "second_factor", "banned", "consent"}


def test_every_command_has_its_line_in_the_table() -> None:
    assert sorted(COMMANDS) == sorted(OPS)
    assert sorted(FIELDS) == sorted(OPS)


@pytest.mark.long
@pytest.mark.row("threat", 11)
@pytest.mark.django_db
def test_everybody_may_give_in_every_chat_what_the_table_says() -> None:
    """By either socket, whose door decides which of a person's commands come, and by a plain request."""
    town = make_town()
    wrong = []
    for op in OPS:
        cells = [(who, ward, door) for who in town.people for ward in town.wards for door in DOORS]
        commands = [make_submitted(op, town, town.people[who], ward, door) for who, ward, door in cells]
        with transaction.atomic():
            decisions = (
                [decide_read(submitted) for submitted in commands]
                if op in READ_OPERATIONS
                else decide_together(commands)
            )
            transaction.set_rollback(True)
        for (who, ward, door), decision in zip(cells, decisions, strict=True):
            code = decision.code if isinstance(decision, Refused) else ""
            got = code if code in REFUSED_AT_THE_DOOR else "let"
            expected = verdict_for(op, town.people[who], ward, door)
            if got != expected:
                wrong.append(f"{op} in ward {ward} by {who}, {door}: {got}, not {expected}")
    assert wrong == []


def make_submitted(op: str, town: Town, who: Somebody, ward: int, door: str) -> SubmittedCommand:
    fields = {name: str(uuid4()) if value == "Q" else value for name, value in FIELDS[op].items()}
    command = make_command(str(uuid4()), op, fields)
    command = structs.replace(command, fields=clean_fields(op, command.fields))
    account_id = who.person.pk if who.person else None
    return SubmittedCommand(account_id, town.chats[ward].pk, door, "en", command, is_proven=who.is_proven)


def verdict_for(op: str, who: Somebody, ward: int, door: str) -> str:
    if who.person is None:
        return "sign_in"
    duties = who.duties_in(ward)
    if duties & COMMANDS[op] and door != ROOM_DOOR:
        return "let" if who.is_proven else "second_factor"
    if not duties and who.banned_from == ward:
        return "banned"
    is_resident = RESIDENTS in COMMANDS[op] and not duties and who.home == ward
    return "let" if is_resident and door != DESK_DOOR else "forbidden"
