"""Takes the signatures of the witnesses that WITNESSES names, and tells when each of them last signed the log."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sessions.models import LogCheckpoint
from sessions.record.proof.declarations import add_cosignature
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.signed_notes import BadNote, NoteKey, NoteSignature, SignedNote, read_note
from sessions.record.proof.witness_list import NamedWitness

LATE_AFTER = timedelta(days=1)
"""How long after a new checkpoint a witness may sign it; a witness that looks once a day is in time."""

MOST_AHEAD_S = 3600
"""Seconds that a witness' clock may be ahead of ours."""


class UnknownWitness(Exception):
    """None of the signatures is by a witness that WITNESSES names, holds, and is of a time that has come."""


@dataclass(frozen=True, slots=True)
class WitnessRow:
    """size and at: of the newest checkpoint that it signed, and when, by its own clock; None where there is none."""

    vkey: str
    name: str
    size: int | None
    at: datetime | None
    is_current: bool
    is_late: bool


def take_cosignatures(written: str) -> LogCheckpoint:
    """Keep what witnesses have signed: a signed note of one of our checkpoints, with their lines.

    The log is locked only for a signature that holds. Raises UnknownWitness, and LogRefused where nothing is new.
    """
    try:
        note = read_note(written)
    except BadNote as error:
        raise LogRefused(str(error)) from None
    signed = [(each, line) for each in settings.WITNESSES if (line := _line_of(each, note)) is not None]
    if not signed:
        raise UnknownWitness
    for witness, line in signed:
        checkpoint = add_cosignature(str(SignedNote(note.text, (line,))), vkey=str(witness.key))
    return checkpoint


def last_signed(key: NoteKey, *, origin_id: int | None = None) -> LogCheckpoint | None:
    """The newest checkpoint that bears a signature of this key; origin_id: of this name of the log alone."""
    rows = LogCheckpoint.objects.filter(note__contains=f"\n— {key.name} ")
    if origin_id is not None:
        rows = rows.filter(origin=origin_id)
    return next((row for row in rows.order_by("-pk").iterator() if read_note(row.note).is_signed_by(key)), None)


def witness_rows(newest: LogCheckpoint | None) -> list[WitnessRow]:
    """One for each witness of the settings, in their order. Without any no query is made."""
    return [_row(each, newest) for each in settings.WITNESSES]


def _row(witness: NamedWitness, newest: LogCheckpoint | None) -> WitnessRow:
    found = last_signed(witness.key)
    line = _line_of(witness, read_note(found.note)) if found is not None else None
    is_current = found is not None and newest is not None and found.pk == newest.pk
    return WitnessRow(
        vkey=str(witness.key),
        name=witness.key.name,
        size=found.size if found is not None else None,
        at=datetime.fromtimestamp(line.moment, UTC) if line is not None else None,
        is_current=is_current,
        is_late=newest is not None and not is_current and timezone.now() - newest.at > LATE_AFTER,
    )


def _line_of(witness: NamedWitness, note: SignedNote) -> NoteSignature | None:
    """The witness' first line, if all of its lines hold and that one is of no time to come."""
    if not note.is_signed_by(witness.key):
        return None
    line = next(line for line in note.signatures if line.is_by(witness.key))
    return line if line.moment <= timezone.now().timestamp() + MOST_AHEAD_S else None
