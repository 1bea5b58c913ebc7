"""The limits for a client on a socket, the same on both servers."""

MAX_MESSAGE_BYTES = 1024 * 1024
"""Above 16 KiB, a message is answered with a nack; this bounds what is kept in memory until then."""

READ_AT_ONCE_BYTES = 8 * 1024
"""Read from one client that sends without end, before others have their turn: a thousand small frames and more."""

PING_EVERY_S = 20
PONG_WITHIN_S = 20

FRAMES_PERIOD_S = 10.0
MAX_FRAMES_A_PERIOD = 200
"""From one client, frames of any kind. An honest one sends two positions a second, and twenty commands in ten;
a moderator five a second, and each a second time if it came too soon."""

MAX_BYTES_A_PERIOD = 2 * MAX_MESSAGE_BYTES

FLOODER_LEAVES_WITHIN_S = 5.0
"""A client that sent more is told why, and is cut off. Nothing that it sends is read any longer."""

MOVES_WITHIN_S = 10.0
"""A client that reads nothing for so long, although something waits for it, is cut off."""

FULL = "Everything is full here. Please come back in a moment.\n"
"""The answer to a handshake that is refused because no file is left."""
