"""The list of all redactions beside the database, without a word of what was redacted.

A backup that is older than a redaction still holds the words: once it is restored, they are destroyed again by this
list (repeating.py), which is never shortened.
"""

import json
import os
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from sessions.log.logged_event import wire_time
from sessions.models import RedactedEntry, Redaction, RedactionState

REDACTIONS_FILE = "redactions.json"
FORMAT = "councillor-chat-redactions/1"

type Line = dict[str, Any]


class BadList(Exception):
    """Why a list of redactions cannot be used, in one line."""


def lines_in_database() -> Iterator[Line]:
    """One line for each redacted entry, the oldest redaction first; the same keys in the public list."""
    rows = RedactedEntry.objects.filter(redaction__state=RedactionState.CONFIRMED)
    rows = rows.select_related("redaction__chat_session__record").defer("redaction__chat_session__record__document")
    for entry in rows.order_by("redaction__decided_at", "pk"):
        redaction = entry.redaction
        record = getattr(redaction.chat_session, "record", None)
        yield {
            "record": record.slug if record is not None else None,
            "chat_session": str(redaction.chat_session_id),
            "n": entry.n,
            "seq": entry.seq,
            "type": entry.type,
            "given_at": wire_time(entry.given_at),
            "question": str(entry.question_id) if entry.question_id else None,
            "texts": list(entry.texts),
            "ground": redaction.ground,
            "authority": redaction.authority,
            "at": wire_time(redaction.decided_at or redaction.proposed_at),
            **({"elsewhere": redaction.elsewhere} if redaction.elsewhere else {}),
            **({"order": _order_of(redaction)} if redaction.order_on else {}),
            **redaction.clerks,
        }


def _order_of(redaction: Redaction) -> dict[str, str]:
    assert redaction.order_on is not None, "the caller has looked"
    return {"reference": redaction.order_reference, "on": redaction.order_on.isoformat()}


def write_list() -> None:
    """Bring the file up to date with the database. Raises OSError, BadList."""
    join_list(settings.DATA_DIR, lines_in_database())


def join_list(folder: Path, known: Iterable[Line]) -> None:
    """Add lines to the list in a folder; none is ever taken out.

    The file is replaced at once, and on the disk before this returns. Raises OSError, BadList.
    """
    before = read_list(folder)
    lines = list({_place_of(line): line for line in (*before, *known)}.values())
    if lines != before:
        _write(folder / REDACTIONS_FILE, lines)


def read_list(folder: Path) -> list[Line]:
    """Empty where there is no file. Raises BadList."""
    return read_lines(folder / REDACTIONS_FILE)


def read_lines(path: Path) -> list[Line]:
    try:
        given = json.loads(path.read_bytes())
        if given["format"] != FORMAT:
            raise BadList(f"{path} is of a format that this code does not know.")
        return [_checked(line) for line in given["redactions"]]
    except FileNotFoundError:
        return []
    except (ValueError, LookupError, TypeError):
        raise BadList(f"{path} is no list of redactions.") from None


def as_document(lines: Iterable[Line]) -> dict[str, Any]:
    return {"format": FORMAT, "redactions": list(lines)}


def _checked(line: Line) -> Line:
    """Raises LookupError or TypeError for a line that could not be applied."""
    texts = line["texts"]
    if not isinstance(line.get("elsewhere", []), list):
        raise TypeError
    if any(not isinstance(line.get(name, {}), dict) for name in ("order", "proposed_by", "confirmed_by")):
        raise TypeError
    if "order" in line:
        date.fromisoformat(line["order"]["on"])
    if not isinstance(line["seq"], int) or not isinstance(line["n"], int) or not isinstance(texts, list):
        raise TypeError
    for name in ("chat_session", "type", "given_at", "ground", "authority", "at"):
        if not isinstance(line[name], str):
            raise TypeError
    return line


def _place_of(line: Line) -> tuple[Any, ...]:
    return line["chat_session"], line["seq"], tuple(line["texts"]), line["at"]


def _write(path: Path, lines: list[Line]) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    with unfinished.open("wb") as file:
        file.write(json.dumps(as_document(lines), ensure_ascii=False, indent=1).encode())
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
