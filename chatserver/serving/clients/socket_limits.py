"""The limits for a client on a socket, the same on both servers."""

FULL = "Everything is full here. Please come back in a moment.\n"
"""The answer to a handshake that is refused because no file is left."""
