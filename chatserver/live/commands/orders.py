"""One person's command as it goes through, and what is decided about it."""

from dataclasses import dataclass
from uuid import UUID

from chatserver.live.commands.operations import Result
from chatserver.live.wire import protocol as wire
from sessions.refusals import Refused


@dataclass(frozen=True, slots=True)
class Order:
    """One person's command, and the door that it came by.

    session_key is the cookie session that has to last until the command's turn, and password_mark that of the password
    that the account has to have still; None where that was just looked at. is_proven: whether a second factor was
    proven in it. unfit: why the command's words cannot stand, which is said to those who may give the command.
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
    """What an ack says: the result, and whether the command had been carried out before."""

    result: Result
    duplicate: bool


type CommandDecision = CommandOutcome | Exception
"""Refused, or whatever else a command failed with; either has left nothing behind."""
