"""Remember that the database said of itself that it is damaged: no later success makes that untrue."""

from chatserver.logs.causes import chain_of, codes_of

DAMAGED = {
    # SQLite, with its extended names (SQLITE_CORRUPT_INDEX …)
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
    # PostgreSQL: data_corrupted, index_corrupted
    "XX001",
    "XX002",
}

_seen: list[str] = []
"""The code that was seen first, in this process, by whichever thread. Never taken back: it takes a restart."""


def watch_for_damage(error: BaseException) -> None:
    """Every exception that is logged comes by here, on its way into the log."""
    for cause in chain_of(error):
        for code in codes_of(cause):
            if code in DAMAGED or code.startswith("SQLITE_CORRUPT"):
                note_damage(code)


def note_damage(code: str) -> None:
    if not _seen:
        _seen.append(code)


def find_damage() -> str | None:
    """SQLite's name or the SQLSTATE of what was seen first; None while nothing was."""
    return _seen[0] if _seen else None
