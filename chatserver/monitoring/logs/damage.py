"""Remembers that the database has reported damage: no later success takes that back."""

from chatserver.monitoring.logs.causes import chain_of, codes_of

DAMAGED = {
    # SQLite, with its extended names (SQLITE_CORRUPT_INDEX …)
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
    # PostgreSQL: data_corrupted, index_corrupted
    "XX001",
    "XX002",
}

_seen: list[str] = []
"""The first code, from any thread of this process. Only a restart clears it."""


def watch_for_damage(error: BaseException) -> None:
    """Note the damage that an exception reports; called for every exception that is logged."""
    for code in damage_in(error):
        note_damage(code)


def damage_in(error: BaseException) -> list[str]:
    """The codes by which an exception or one of its causes reports a damaged database; often none."""
    codes = (code for cause in chain_of(error) for code in codes_of(cause))
    return [code for code in codes if code in DAMAGED or code.startswith("SQLITE_CORRUPT")]


def note_damage(code: str) -> None:
    if not _seen:
        _seen.append(code)


def find_damage() -> str | None:
    """SQLite's name or the SQLSTATE of the first damage; None while there is none."""
    return _seen[0] if _seen else None
