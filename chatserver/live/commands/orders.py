"""One person's command, and the decision about it."""

from dataclasses import dataclass
from uuid import UUID

from chatserver.live.commands.operations import Result
from chatserver.live.wire import protocol as wire
from sessions.refusals import Refused


@dataclass(frozen=True, slots=True)
class Order:
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


@dataclass(frozen=True, slots=True)
class CommandOutcome:
    """The content of an ack: the result, and whether the command had been carried out before."""

    result: Result
    duplicate: bool


type CommandDecision = CommandOutcome | Exception
"""Refused, or any other error of a command; after either, nothing is saved."""
