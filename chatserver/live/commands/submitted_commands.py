"""One person's command, who gives it, and the decision about it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from chatserver.live.admission.identity import mark_of_password, query_ended_sessions
from chatserver.live.commands.operations import Result
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.messages import REFUSALS, SIGN_IN_FIRST
from sessions.city.people import access
from sessions.platform.database.read_together import BoundQuery, read_together
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


class SubmittedCommand(Struct, frozen=True):
    """One person's command, and the door (room or desk) that it came by.

    session_key: the cookie session that has to last until the command's turn; password_mark: that of the password that
    the account still has to have; None if both were just checked. is_proven: whether a second factor was proven in it.
    text_refusal: why the command's words are refused, which is said only to people who may give the command.
    """

    account_id: int | None
    chat_session_id: UUID
    door: str
    language: str
    command: wire.Command
    session_key: str | None = None
    is_proven: bool = False
    password_mark: int | None = None
    text_refusal: Refused | None = None


class CommandOutcome(Struct, frozen=True):
    """The content of an ack: the result, and whether the command had been carried out before."""

    result: Result
    duplicate: bool


type CommandDecision = CommandOutcome | Exception
"""Refused, or any other error of a command; after either, nothing is saved."""


def find_callers(commands: Sequence[SubmittedCommand]) -> list[Person | Refused]:
    """The person who gives each command, or the refusal to sign in first."""
    return callers_of(commands, *read_together(*query_callers(commands)))


def query_callers(commands: Sequence[SubmittedCommand]) -> tuple[BoundQuery[set[str]], BoundQuery[dict[int, Person]]]:
    """The queries of find_callers: the cookie sessions of these commands that have ended, and their accounts."""
    return (
        query_ended_sessions({submitted.session_key for submitted in commands if submitted.session_key is not None}),
        access.query_people(submitted.account_id for submitted in commands if submitted.account_id is not None),
    )


def callers_of(
    commands: Sequence[SubmittedCommand], ended: set[str], people: Mapping[int, Person]
) -> list[Person | Refused]:
    """The person who gives each command, or the refusal to sign in first, from the results of query_callers."""
    return [
        _caller(submitted, people.get(submitted.account_id or 0), is_over=submitted.session_key in ended)
        for submitted in commands
    ]


def _caller(submitted: SubmittedCommand, person: Person | None, *, is_over: bool) -> Person | Refused:
    has_other_password = person is not None and submitted.password_mark not in (None, mark_of_password(person.password))
    if is_over or has_other_password:
        return Refused("sign_in", REFUSALS["sign_in"])
    return person if person is not None else Refused("sign_in", SIGN_IN_FIRST)
