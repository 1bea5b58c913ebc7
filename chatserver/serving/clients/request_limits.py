"""How large a plain request may be, and how long it may take to arrive, for which neither server has a limit; pure."""

import re

MAX_HEAD_BYTES = 16 * 1024
"""The largest first line and headers of a request, as Twisted bounds them."""

MAX_BODY_BYTES = 3 * 1024 * 1024
MAX_PHOTOS_BYTES = 8 * 1024 * 1024
"""Bytes of a form with photos, if no script on its page has made them smaller."""

MAX_COMMAND_BYTES = 64 * 1024
"""The largest body of a command. The command's own limit is 16 KiB, which a form may encode in three times as much."""

MAX_CHUNKS = 4096
"""Enough for the largest body in chunks of a kilobyte. A chunk costs more to read than to send."""

COMMANDS = re.compile(rb"/api/chat/[^/?]+/commands(?:\?|$)|/chat/[^/?]+/do/(?:\?|$)")

WITH_PHOTOS = re.compile(
    rb"/matters/new/(?:\?|$)|/office/(?:enter|[0-9]+-[0-9]+-[0-9]+|activities/[0-9A-Za-z]+-A-[0-9]+-[0-9]+)/(?:\?|$)"
)

HEAD_WITHIN_S = 15.0
"""From the beginning of a connection, or from the first byte of a later request on it."""

BODY_WITHIN_S = 30.0
BODY_BYTES_PER_S = 32 * 1024
"""A body that takes longer has to arrive at least this fast."""

IDLE_WITHIN_S = 60
"""For the next request on a kept connection."""

RESPONSE_WITHIN_S = 60
"""For the application; Daphne answers 503 after that."""

LINGERS_S = 3.0
LINGERS_BYTES = 4 * 1024 * 1024
"""So much of a refused body is still read and dropped: a client that is reset while it sends reads no answer."""

LINGERS_WITH_PHOTOS_BYTES = 48 * 1024 * 1024
"""Three photos as phones make them: a browser without scripts reads the answer only once it has sent all of them."""


def max_body_bytes(path: bytes) -> int:
    """By the request's address, as the client wrote it."""
    if COMMANDS.search(path):
        return MAX_COMMAND_BYTES
    return MAX_PHOTOS_BYTES if WITH_PHOTOS.match(path) else MAX_BODY_BYTES


def time_for_body_s(received: int) -> float:
    """How long a body may take of which so many bytes have arrived."""
    return BODY_WITHIN_S + received / BODY_BYTES_PER_S


def lingers(path: bytes) -> tuple[int, float]:
    """How many bytes of a refused body are dropped, and in how many seconds."""
    if WITH_PHOTOS.match(path):
        return LINGERS_WITH_PHOTOS_BYTES, BODY_WITHIN_S + MAX_PHOTOS_BYTES / BODY_BYTES_PER_S
    return LINGERS_BYTES, LINGERS_S
