"""Let people in by one door each: who they are, what they may do there, and how their own questions stand."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import translation
from msgspec import UNSET

from chatserver.faults import log_fault
from chatserver.live import protocol as wire
from chatserver.live.identity import Handshake, Person, SignedIn, accounts_of, person_of
from sessions.admission import Admission, admit_caller
from sessions.callers import Caller, Facts, read_facts
from sessions.refusals import Refused

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody who wants in, and by which door of which chat session."""

    handshake: Handshake
    chat_session_id: UUID
    door: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was let in. public_id is the name under which the log has notes for them; visitors have none.

    reads_desk: whether the desk's stream is for them, too.
    """

    person: Person
    public_id: UUID | None
    you: wire.You
    reads_desk: bool = False


class CouldNotAsk(Exception):
    """Nobody could say whether somebody may come in. The reason stands in the log."""


Answer = Guest | Refused | CouldNotAsk


def answer_together(knocks: Sequence[Knock]) -> list[Answer]:
    """Ask the door about all of them in six queries at most, and answer each, in the person's own language.

    Runs in the read pool, and writes nothing. Whoever spoils the reading for all is found by asking for each alone.
    Raises OperationalError and InterfaceError, where the database is away.
    """
    try:
        accounts = accounts_of({knock.handshake.session_key for knock in knocks if knock.handshake.session_key})
        signed_in = [accounts.get(knock.handshake.session_key or "") for knock in knocks]
        callers = [_caller(knock, who) for knock, who in zip(knocks, signed_in, strict=True)]
        facts = read_facts(callers)
        asked = zip(knocks, signed_in, callers, strict=True)
        return [_answer(knock, who, caller, facts) for knock, who, caller in asked]
    except (OperationalError, InterfaceError):
        raise  # the database's affair, and so everybody's
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others are answered
        if len(knocks) > 1:
            return [answer for knock in knocks for answer in answer_together([knock])]
        log_fault(logger, "Whether somebody may come in could not be found out.", error)
        return [CouldNotAsk()]


def _caller(knock: Knock, who: SignedIn | None) -> Caller:
    person, is_proven = (who.account, who.is_proven) if who is not None else (None, False)
    return Caller(person, knock.chat_session_id, knock.door, is_proven)


def _answer(knock: Knock, who: SignedIn | None, caller: Caller, facts: Facts) -> Guest | Refused:
    person = person_of(knock.handshake, who)
    with translation.override(person.language):
        try:
            admitted = admit_caller(caller, facts)
        except Refused as no:
            return no
    return Guest(person, admitted.public_id, you_of(admitted), admitted.reads_desk)


def you_of(admitted: Admission) -> wire.You:
    """What a person is told of themselves."""
    return wire.You(
        role=admitted.role,
        may=admitted.may,
        questions=admitted.own,
        backed=admitted.backed,
        called=UNSET if admitted.called is None else admitted.called,
    )
