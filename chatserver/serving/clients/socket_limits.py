"""What both servers bear from a client on a socket, so that the product behaves the same on either."""

MAX_MESSAGE_BYTES = 1024 * 1024
"""Of a client. Above 16 KiB it is answered with a nack; this bounds what is kept in memory until then."""

READ_AT_ONCE_BYTES = 8 * 1024
"""Of a client that sends without end, before the others have their turn: a thousand small frames and more."""

PING_EVERY_S = 20
PONG_WITHIN_S = 20

MAX_PINGS_A_MINUTE = 100
"""Of a client, which costs more to answer than to send."""

FRAMES_PERIOD_S = 10.0
MAX_FRAMES_A_PERIOD = 200
"""Of any kind, of a client. An honest one sends two positions a second, and twenty commands in ten."""

MAX_BYTES_A_PERIOD = 2 * MAX_MESSAGE_BYTES

FLOODER_LEAVES_WITHIN_S = 5.0
"""A client that sent more hears why, and is cut off. Nothing that it sends is read any more."""

MOVES_WITHIN_S = 10.0
"""A client that takes nothing for so long, although something waits for it, is cut off."""

FULL = "Everything is full here. Please come back in a moment.\n"
"""What a handshake is told that is refused for want of files."""
