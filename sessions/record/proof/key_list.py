"""The public keys of the log and of its witnesses, with their times, and what was declared: for people and programs."""

from typing import Any

from sessions.log.logged_event import wire_time
from sessions.models import LogKey, LogOrigin

FORMAT = "councillor-chat-log-keys/1"


def key_list() -> dict[str, Any]:
    """{"format", "origin", "keys": [{"vkey", "role", "from", "until", "ended", "statement"}], "origins": [...]}.

    until is None for a key that signs now; ended is "", "rotated", "lost" or "restored". origin is None before the
    first use. An origin beyond the first one says why the log before it ended, what was kept of it, and the greatest
    checkpoint that had been signed.
    """
    origins = list(LogOrigin.objects.all())
    return {
        "format": FORMAT,
        "origin": origins[-1].name if origins else None,
        "keys": [_key(row) for row in LogKey.objects.all()],
        "origins": [_origin(row) for row in origins],
    }


def _key(row: LogKey) -> dict[str, Any]:
    return {
        "vkey": row.vkey,
        "role": row.role,
        "from": wire_time(row.began_at),
        "until": wire_time(row.ended_at) if row.ended_at else None,
        "ended": row.ended,
        "statement": row.statement,
    }


def _origin(row: LogOrigin) -> dict[str, Any]:
    return {
        "origin": row.name,
        "from": wire_time(row.began_at),
        "reason": row.reason,
        "kept_size": row.kept_size,
        "lost": {"size": row.lost_size, "root": row.lost_root} if row.lost_size else None,
    }
