"""Every frame of the wire, declared once, and the text of the server's messages.

ops.py declares the fields of each command, decoding.py reads what clients send. No Django, no input or output here.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from chatserver.live.wire.ops import Op
from sessions.contract import close_codes

PROTOCOL_VERSION = 1
OLDEST_VERSION = 1
"""The oldest version that clients may speak; older ones are told to reload the page (4426). A version ends when a field
that it relies on is removed or changes its meaning; a new field ends none.
"""


# Client to server


class Command(Struct, frozen=True):
    """One `cmd` frame. ref_text is the ref as the client spelt it; body_digest tells a repetition from a conflict."""

    ref: UUID
    ref_text: str
    op: str
    fields: Op
    body_digest: bytes


class Pos(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `pos` frame: how far this client has applied the public stream."""

    seq: Annotated[int, Meta(ge=0, le=2**53 - 1)]


# Server to client


class Frame(Struct, frozen=True, tag_field="type"):
    """A message of the server. encode() makes its text."""


class You(Struct, frozen=True, kw_only=True):
    """What concerns the person alone.

    questions: the person's own, with state and receipt; backed: the ids of those that they back.

    called: for an official, the ids of the questions that they are called to answer.
    """

    role: str
    may: tuple[str, ...]
    questions: list[dict[str, Any]]
    backed: list[str]
    called: list[str] | UnsetType = UNSET


class Welcome(Frame, tag="welcome", frozen=True, kw_only=True):
    """seq is the public stream's position; desk_seq the desk's, on a desk socket."""

    v: int = PROTOCOL_VERSION
    epoch: str
    seq: int
    desk_seq: int | UnsetType = UNSET
    you: You


class Snapshot(Frame, tag="snapshot", frozen=True, kw_only=True):
    stream: Literal["public", "desk"]
    epoch: str
    seq: int
    state: Raw | Mapping[str, Any]
    you: You | UnsetType = UNSET


class Counts(Struct, frozen=True, kw_only=True):
    """Latest values: each replaces the one before. present leaves out visitors, who are not signed in.

    checkpoint: a signed note (c2sp.org/tlog-checkpoint) of what the chat's record begins with, for each client to keep
    (chatserver/docs/record-proof.md). It comes with the first counts that are sent after it was made.
    """

    present: int
    visitors: int = 0
    backing: dict[str, int]
    held: dict[str, int] | UnsetType = UNSET
    """Support that is held until a clerk decides; support that does not count is in not_counted."""
    not_counted: dict[str, int] | UnsetType = UNSET
    checkpoint: str | UnsetType = UNSET


class Events(Frame, tag="events", frozen=True, kw_only=True):
    """New events of a stream.

    first: the number of the first event. Without events, first is seq + 1: the frame brings only counts.
    """

    stream: Literal["public", "desk"]
    epoch: str
    first: int
    seq: int
    events: list[Raw]
    counts: Counts | UnsetType = UNSET
    you: You | UnsetType = UNSET


class Ack(Frame, tag="ack", frozen=True, kw_only=True, omit_defaults=True):
    ref: str
    result: dict[str, Any]
    duplicate: bool = False


class Nack(Frame, tag="nack", frozen=True, kw_only=True):
    """A refusal. Its facts (such as the current state and version) are beside its own fields."""

    ref: str | None
    code: str
    message: str
    retry: bool = False
    after_ms: int | None = None


class Note(Frame, tag="note", frozen=True, kw_only=True):
    """A private message to a question's author. It never holds a question's words."""

    about: Literal["question"] = "question"
    question: str
    state: str
    version: int
    receipt: str | UnsetType = UNSET
    reason: str | None = None
    note: str | None = None
    into: str | None = None
    due_on: str | None = None
    in_place_of: str | UnsetType | None = UNSET
    appeal: str | UnsetType = UNSET


class CallNote(Frame, tag="note", frozen=True, kw_only=True):
    """A private message to an official: called to answer a question, or no longer."""

    about: Literal["call"] = "call"
    question: str
    state: Literal["called", "sent_back"]


class Beat(Frame, tag="beat", frozen=True, kw_only=True):
    seq: int
    now: str


class Bye(Frame, tag="bye", frozen=True, kw_only=True):
    code: int
    why: str
    after_ms: int | None = None


Close = close_codes.Close
"""Why the server ends a socket."""


_encoder = msgspec.json.Encoder()


def encode(frame: Frame) -> str:
    return _encoder.encode(frame).decode()


def encode_nack(nack: Nack, facts: Mapping[str, Any]) -> str:
    """A nack with its facts beside its own fields, which they cannot replace."""
    return _encoder.encode({**facts, **msgspec.to_builtins(nack)}).decode()
