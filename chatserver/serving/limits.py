"""What both servers bear from a client, so that the product behaves the same on either."""

MAX_MESSAGE_BYTES = 1024 * 1024
"""Of a client. Above 16 KiB it is answered with a nack; this bounds what is kept in memory until then."""

READ_AT_ONCE_BYTES = 8 * 1024
"""Of a client that sends without end, before the others have their turn: a thousand small frames and more."""

MAX_HEAD_BYTES = 16 * 1024
"""A request's first line and headers, as Twisted bounds them."""

REQUEST_WITHIN_S = 60
"""For a request to come in whole, and for a kept connection to bring another."""

PING_EVERY_S = 20
PONG_WITHIN_S = 20

MAX_PINGS_A_MINUTE = 100
"""Of a client, which costs more to answer than to send."""

MOVES_WITHIN_S = 10.0
"""A client that takes nothing for so long, although something waits for it, is cut off."""
