"""Let one person in by one door: who they are, what they may do there, and how their own questions stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from chatserver.live import protocol as wire
from chatserver.live.identity import Person, identify, read_handshake
from chatserver.live.wording import refusal
from sessions import admission
from sessions.refusals import Refused


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was let in. public_id is the name under which the log has notes for them; visitors have none."""

    person: Person
    public_id: UUID | None
    you: wire.You


def let_in(headers: Iterable[tuple[bytes, bytes]], chat_session_id: UUID, door: str) -> Guest:
    """Ask the door. Runs in the read pool, and writes nothing. Raises Refused, in the person's language."""
    person = identify(read_handshake(headers))
    with translation.override(person.language):
        admitted = admission.admit(account_id=person.account_id, chat_session_id=chat_session_id, door=door)
    you = wire.You(role=admitted.role, may=admitted.may, questions=admitted.own, backed=admitted.backed)
    return Guest(person, admitted.public_id, you)


def require_still(headers: Iterable[tuple[bytes, bytes]], person: Person) -> None:
    """Ask whether a handshake is still this person's: not signed out, locked out or given another password since.

    Runs in the read pool. Raises Refused sign_in.
    """
    if identify(read_handshake(headers)).account_id != person.account_id:
        raise Refused("sign_in", refusal("sign_in", person.language))
