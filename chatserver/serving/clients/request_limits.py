"""How large a plain request may be, and how long it may take to come in, for which neither server has a limit; pure."""

import re

MAX_HEAD_BYTES = 16 * 1024
"""A request's first line and headers, as Twisted bounds them."""

MAX_BODY_BYTES = 3 * 1024 * 1024
MAX_COMMAND_BYTES = 64 * 1024
"""Of the body around a command. Its own limit is 16 KiB, of which a form may make three times as much."""

MAX_CHUNKS = 4096
"""Of a body that comes in chunks: the largest one in pieces of a kilobyte. A chunk costs more to read than to send."""

COMMANDS = re.compile(rb"/api/chat/[^/?]+/commands(?:\?|$)|/chat/[^/?]+/do/(?:\?|$)")

HEAD_WITHIN_S = 15.0
"""From the beginning of a connection, or from the first byte of a later request on it."""

BODY_WITHIN_S = 30.0
BODY_BYTES_PER_S = 32 * 1024
"""What takes longer than that has to come at least so fast."""

IDLE_WITHIN_S = 60
"""For a kept connection to bring another request."""

ANSWER_WITHIN_S = 60
"""For the application; Daphne answers 503 in its place."""

LINGERS_S = 3.0
LINGERS_BYTES = 4 * 1024 * 1024
"""Of a body that was refused, so much is still taken and thrown away: who is reset while sending reads no answer."""

TOO_LARGE = b"The request is too large.\n"
TOO_LARGE_ANSWER = (
    b"HTTP/1.1 413 Content Too Large\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(TOO_LARGE), TOO_LARGE)
)


def max_body_bytes(path: bytes) -> int:
    """By the address of the request, as the client wrote it."""
    return MAX_COMMAND_BYTES if COMMANDS.search(path) else MAX_BODY_BYTES


def time_for_body_s(received: int) -> float:
    """How long a body may have been on its way of which so many bytes have come."""
    return BODY_WITHIN_S + received / BODY_BYTES_PER_S
