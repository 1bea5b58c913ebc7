"""What may come of asking another program; pure."""

from typing import NamedTuple


class Numbered(NamedTuple):
    """The receiver took the request, or has it, under this number."""

    number: str


class Tokened(NamedTuple):
    """The receiver took the request; the token finds its number later."""

    token: str


class NotLodged(NamedTuple):
    """The receiver surely did not take the request.

    may_retry: they may take it later. reason: a few words of our own.
    """

    reason: str
    may_retry: bool


class PerhapsLodged(NamedTuple):
    """The receiver may have taken the request: it must not be sent again."""

    reason: str


class RemoteStatus(NamedTuple):
    """State of the request at the receiver. status: open or closed; notes: the receiver's words."""

    status: str
    notes: str


type LodgingOutcome = Numbered | Tokened | NotLodged | PerhapsLodged
