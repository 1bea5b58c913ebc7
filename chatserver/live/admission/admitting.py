"""Let people into rooms and desks: who they are, what they may do there, and the state of their own questions."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import translation
from msgspec import UNSET

from chatserver.live.admission.identity import Handshake, SignedIn, SocketIdentity, accounts_of, socket_identity_of
from chatserver.live.wire import protocol as wire
from chatserver.monitoring.faults import log_fault
from sessions.city.people.access import Admission, admit_caller
from sessions.city.people.access_facts import AccessFacts, Caller, read_access_facts
from sessions.platform.refusals import Refused

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """A person who wants to enter the room or the desk of a chat session."""

    handshake: Handshake
    chat_session_id: UUID
    door: str


@dataclass(frozen=True, slots=True)
class JoinResult:
    """A person who was let in. public_id: the id in the log's notes for them; None for a visitor.

    reads_desk: whether they also get the desk's stream.
    """

    person: SocketIdentity
    public_id: UUID | None
    you: wire.You
    reads_desk: bool = False


class AdmissionUnknown(Exception):
    """Whether the person may enter could not be decided. The log has the reason."""


JoinAnswer = JoinResult | Refused | AdmissionUnknown


def answer_together(join_requests: Sequence[JoinRequest]) -> list[JoinAnswer]:
    """Decide about all of them in at most six queries, and answer each in the person's own language.

    Runs in the read pool, and writes nothing. If one request makes the reading for all fail, each is read alone. Raises
    OperationalError and InterfaceError if the database is away.
    """
    try:
        accounts = accounts_of(
            {join_request.handshake.session_key for join_request in join_requests if join_request.handshake.session_key}
        )
        signed_in = [accounts.get(join_request.handshake.session_key or "") for join_request in join_requests]
        callers = [_caller(join_request, who) for join_request, who in zip(join_requests, signed_in, strict=True)]
        facts = read_access_facts(callers)
        asked = zip(join_requests, signed_in, callers, strict=True)
        return [_answer(join_request, who, caller, facts) for join_request, who, caller in asked]
    except (OperationalError, InterfaceError):
        raise  # the database is away for everybody
    except Exception as error:  # noqa: BLE001 -- after any error, the others are answered
        if len(join_requests) > 1:
            return [answer for join_request in join_requests for answer in answer_together([join_request])]
        log_fault(logger, "Admission check failed.", error)
        return [AdmissionUnknown()]


def _caller(join_request: JoinRequest, who: SignedIn | None) -> Caller:
    person, is_proven = (who.account, who.is_proven) if who is not None else (None, False)
    return Caller(person, join_request.chat_session_id, join_request.door, is_proven)


def _answer(
    join_request: JoinRequest, who: SignedIn | None, caller: Caller, facts: AccessFacts
) -> JoinResult | Refused:
    person = socket_identity_of(join_request.handshake, who)
    with translation.override(person.language):
        try:
            admitted = admit_caller(caller, facts)
        except Refused as no:
            return no
    return JoinResult(person, admitted.public_id, you_of(admitted), admitted.reads_desk)


def you_of(admitted: Admission) -> wire.You:
    """What a person is told about themselves."""
    return wire.You(
        role=admitted.role,
        may=admitted.may,
        questions=admitted.own,
        backed=admitted.backed,
        called=UNSET if admitted.called is None else admitted.called,
    )
