"""The codes with which the server closes a socket; pages and scripts know those after which nothing comes back."""

from enum import IntEnum

FIRST_FINAL = 4400


class Close(IntEnum):
    """Why the server ends a socket: below FIRST_FINAL come back, from there on stop.

    Two codes are kept free, and nothing sends them: 4400, for a client that speaks another protocol (what cannot be
    read is refused, and a client that goes on sending it is RATE_LIMITED), and 4410, for a chat that is over (a chat
    that is over can be read on).
    """

    GOING_DOWN = 4000
    TOO_SLOW = 4001
    OVERLOADED = 4002
    RATE_LIMITED = 4003
    RESYNC = 4004
    INTERNAL = 4005
    SIGN_IN = 4401
    FORBIDDEN = 4403
    NOT_FOUND = 4404
    TOO_MANY_TABS = 4409
    OUTDATED = 4426


CLOSE_OF_REFUSAL = {
    "sign_in": Close.SIGN_IN,
    "forbidden": Close.FORBIDDEN,
    "not_found": Close.NOT_FOUND,
    "outdated": Close.OUTDATED,
}
"""The refusals after which a line ends, sockets or not."""
