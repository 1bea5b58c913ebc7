"""What may come of asking another program; pure."""

from typing import NamedTuple


class Numbered(NamedTuple):
    """They took it, or have it, under this number."""

    number: str


class Tokened(NamedTuple):
    """They took it; the token finds its number later."""

    token: str


class NotLodged(NamedTuple):
    """They surely did not take it. may_retry: they may take it later. reason: a few words of our own."""

    reason: str
    may_retry: bool


class PerhapsLodged(NamedTuple):
    """They may have taken it: it must not be sent again."""

    reason: str


class RemoteStatus(NamedTuple):
    """How it stands there. status: open or closed; notes: their words."""

    status: str
    notes: str


type LodgingOutcome = Numbered | Tokened | NotLodged | PerhapsLodged
