"""How large a plain request may be, and how long it may take to arrive, for which neither server has a limit; pure."""

import re

from sessions.contract.limits import (
    BODY_BYTES_PER_S,
    BODY_WITHIN_S,
    LINGERS_BYTES,
    LINGERS_S,
    LINGERS_WITH_PHOTOS_BYTES,
    MAX_BODY_BYTES,
    MAX_COMMAND_BYTES,
    MAX_UPLOADED_BYTES,
)

COMMANDS = re.compile(rb"/api/chat/[^/?]+/commands(?:\?|$)|/chat/[^/?]+/do/(?:\?|$)")

WITH_PHOTOS = re.compile(
    rb"/matters/new/(?:\?|$)|/office/(?:enter|[0-9]+-[0-9]+-[0-9]+|activities/[0-9A-Za-z]+-A-[0-9]+-[0-9]+)/(?:\?|$)"
)


def max_body_bytes(path: bytes) -> int:
    """By the request's address, as the client wrote it."""
    if COMMANDS.search(path):
        return MAX_COMMAND_BYTES
    return MAX_UPLOADED_BYTES if WITH_PHOTOS.match(path) else MAX_BODY_BYTES


def time_for_body_s(received: int) -> float:
    """How long a body may take of which so many bytes have arrived."""
    return BODY_WITHIN_S + received / BODY_BYTES_PER_S


def lingers(path: bytes) -> tuple[int, float]:
    """How many bytes of a refused body are dropped, and in how many seconds."""
    if WITH_PHOTOS.match(path):
        return LINGERS_WITH_PHOTOS_BYTES, BODY_WITHIN_S + MAX_UPLOADED_BYTES / BODY_BYTES_PER_S
    return LINGERS_BYTES, LINGERS_S
