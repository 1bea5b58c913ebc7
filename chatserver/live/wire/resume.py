"""A client's position: ?epoch=E&since=N, and desk_since=M for the desk's own stream; pure.

v=1 names the version of the wire that it speaks; without it, it speaks the first.
"""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qs

MAX_DIGITS = 15
LONGEST_QUERY = 500
"""Characters; ours have some hundred. A longer one is not read: to take thousands of fields apart would hold everybody
up, because sockets and long polls are answered in the event loop."""

FIRST_VERSION = 1

NOWHERE = -1
"""The position of a client that has seen nothing yet, or nothing valid."""


class Known(Protocol):
    """A stream's position in this process."""

    @property
    def name(self) -> str: ...
    @property
    def epoch(self) -> str: ...
    @property
    def seq(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ResumePosition:
    """A position to resume from.

    Without a usable value, epoch is empty and a position NOWHERE; that leads to a snapshot.
    """

    epoch: str = ""
    public_seq: int = NOWHERE
    desk_seq: int = NOWHERE
    version: int = FIRST_VERSION

    def within(self, replica: Known) -> int:
        """The position in this stream, or NOWHERE if it is of another epoch or of a future that never came."""
        seq = self.public_seq if replica.name == "public" else self.desk_seq
        return seq if self.epoch == replica.epoch and seq <= replica.seq else NOWHERE

    def is_ahead_of(self, public: Known, desk: Known) -> bool:
        """Whether the client has seen events of these streams that this process does not hold yet (or never will)."""
        return self.epoch == public.epoch and (self.public_seq > public.seq or self.desk_seq > desk.seq)

    def at_desk(self) -> "ResumePosition":
        """This position with `since` read as the desk's, for a client that asks for the desk's stream only."""
        return ResumePosition(self.epoch, NOWHERE, self.public_seq, self.version)


def read_resume_position(query: str) -> ResumePosition:
    """Read a query string. Nothing in it is an error; one that is too long says nothing."""
    given = parse_qs(query, max_num_fields=None, errors="replace") if len(query) <= LONGEST_QUERY else {}
    return ResumePosition(
        epoch=given.get("epoch", [""])[0],
        public_seq=_as_seq(given.get("since", [""])[0]),
        desk_seq=_as_seq(given.get("desk_since", [""])[0]),
        version=_as_version(given.get("v", [""])[0]),
    )


def _as_version(text: str) -> int:
    number = _as_seq(text)
    return number if number != NOWHERE else FIRST_VERSION


def _as_seq(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else NOWHERE
