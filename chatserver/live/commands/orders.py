"""One person's command, who gives it, and the decision about it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from chatserver.live.admission.identity import mark_of_password, query_ended_sessions
from chatserver.live.commands.operations import Result
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.messages import REFUSALS, SIGN_IN_FIRST
from sessions.database.read_together import BoundQuery, read_together
from sessions.people import Person
from sessions.permissions import access
from sessions.refusals import Refused


class Order(Struct, frozen=True):
    """One person's command, and the door (room or desk) that it came by.

    session_key: the cookie session that has to last until the command's turn; password_mark: that of the password that
    the account still has to have; None if both were just checked. is_proven: whether a second factor was proven in it.
    unfit: why the command's words are refused, which is said only to people who may give the command.
    """

    account_id: int | None
    chat_session_id: UUID
    door: str
    language: str
    command: wire.Command
    session_key: str | None = None
    is_proven: bool = False
    password_mark: int | None = None
    unfit: Refused | None = None


class CommandOutcome(Struct, frozen=True):
    """The content of an ack: the result, and whether the command had been carried out before."""

    result: Result
    duplicate: bool


type CommandDecision = CommandOutcome | Exception
"""Refused, or any other error of a command; after either, nothing is saved."""


def find_callers(orders: Sequence[Order]) -> list[Person | Refused]:
    """The person who gives each order, or the refusal to sign in first."""
    return callers_of(orders, *read_together(*query_callers(orders)))


def query_callers(orders: Sequence[Order]) -> tuple[BoundQuery[set[str]], BoundQuery[dict[int, Person]]]:
    """The queries of find_callers: the cookie sessions of these orders that have ended, and their accounts."""
    return (
        query_ended_sessions({order.session_key for order in orders if order.session_key is not None}),
        access.query_people(order.account_id for order in orders if order.account_id is not None),
    )


def callers_of(orders: Sequence[Order], ended: set[str], people: Mapping[int, Person]) -> list[Person | Refused]:
    """The same as find_callers, from the answers to its queries."""
    return [_caller(order, people.get(order.account_id or 0), is_over=order.session_key in ended) for order in orders]


def _caller(order: Order, person: Person | None, *, is_over: bool) -> Person | Refused:
    has_other_password = person is not None and order.password_mark not in (None, mark_of_password(person.password))
    if is_over or has_other_password:
        return Refused("sign_in", REFUSALS["sign_in"])
    return person if person is not None else Refused("sign_in", SIGN_IN_FIRST)
