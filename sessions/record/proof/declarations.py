"""What an operator declares of the log, in public: a new key, a lost one, a restored database, a witness' signature."""

import base64

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sessions.models import LogCheckpoint, LogKey, LogOrigin
from sessions.record.proof.consistency import high_water_of, newest_of, require_consistent
from sessions.record.proof.high_water import HighWater, read_mark, replace_mark
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.signed_notes import BadNote, NoteKey, SignedNote, public_of, read_note
from sessions.record.proof.private_keys import find_private, forget_private, given_key, make_private
from sessions.record.proof.signing import add_log_key, current_log_key, current_private, lock_log, sign_checkpoint
from sessions.record.proof.stored_leaves import checked_hashes

MAX_STATEMENT = 2000


@transaction.atomic
def rotate_key() -> LogKey:
    """End the current key and make a new one, which signs the newest checkpoint anew; earlier ones still verify.

    With LOG_KEY in the environment, that is the new key. The old private key's file is deleted after the commit.
    Raises LogRefused: where the current private key is missing, or LOG_KEY is still the current key.
    """
    origin = lock_log()
    row = current_log_key()
    if row is None:
        raise LogRefused("The log has no key yet: it is made in the first chat.")
    if given_key() is None:
        current_private(origin)
    return _begin_key(origin, row, LogKey.Ended.ROTATED, "")


@transaction.atomic
def declare_lost_key(statement: str) -> LogKey:
    """End a key whose private half is lost, with a public statement, and go on with a new one. Raises LogRefused."""
    origin = lock_log()
    row = current_log_key()
    if row is None or find_private(NoteKey.parse(row.vkey).public) is not None:
        raise LogRefused("The key of the log is not lost: rotate_log_key without --lost replaces it.")
    return _begin_key(origin, row, LogKey.Ended.LOST, _cleaned(statement))


@transaction.atomic
def accept_restored_log(reason: str) -> LogOrigin:
    """Declare that leaves are lost: a log with a new name begins with the leaves that are left, and says so for ever.

    Raises LogRefused where nothing is lost, or a leaf was changed.
    """
    origin, hashes = lock_log(), checked_hashes()
    mark = _known_mark()
    try:
        require_consistent(origin, hashes)
    except LogRefused:
        pass
    else:
        raise LogRefused("The log goes on from everything that was signed here: nothing is to be declared.")
    newest = newest_of(origin)
    lost = mark if newest is None or mark.is_above(high_water_of(newest)) else high_water_of(newest)
    number = max(origin.number, mark.number) + 1
    row = LogOrigin.objects.create(
        number=number,
        name=f"{_base(origin)}/{number}",
        began_at=timezone.now(),
        reason=_cleaned(reason),
        kept_size=len(hashes),
        lost_size=max(lost.size, 0),
        lost_root=base64.b64encode(lost.root).decode(),
    )
    _move_key(row)
    own = high_water_of(sign_checkpoint(row, hashes))  # of no leaves, too: witnesses ask for it at once
    transaction.on_commit(lambda: replace_mark(settings.DATA_DIR, own))
    return row


@transaction.atomic
def declare_nothing_lost() -> None:
    """Declare that nothing was lost, after a restoration on another machine.

    The restored log is the newest that was published. Raises LogRefused.
    """
    origin, mark = lock_log(), _known_mark()
    if not mark.is_unknown:
        raise LogRefused("This data folder knows what it has published: only a loss can be declared, with --reason.")
    newest = newest_of(origin)
    own = high_water_of(newest) if newest is not None else HighWater(origin.number, 0)
    transaction.on_commit(lambda: replace_mark(settings.DATA_DIR, own))


@transaction.atomic
def add_cosignature(written: str, *, vkey: str = "") -> LogCheckpoint:
    """Add a witness' signature, from a signed note of one of our checkpoints, to that checkpoint.

    vkey: the key of a new witness, which is published from then on. Of one witness one signature is kept, the first, so
    that a checkpoint does not grow for ever. Raises LogRefused.
    """
    lock_log()
    try:
        note = read_note(written)
        if vkey:
            _add_witness(NoteKey.parse(vkey))
    except BadNote as error:
        raise LogRefused(str(error)) from None
    checkpoint = LogCheckpoint.objects.filter(note__startswith=f"{note.text}\n").last()
    if checkpoint is None or read_note(checkpoint.note).text != note.text:  # SQLite compares without regard to case
        raise LogRefused("This is no checkpoint of this log.")
    witnesses = [NoteKey.parse(row.vkey) for row in LogKey.objects.filter(role=LogKey.Role.WITNESS, ended_at=None)]
    own = read_note(checkpoint.note)
    added = [
        next(signature for signature in note.signatures if signature.is_by(key))
        for key in witnesses
        if note.is_signed_by(key) and not own.is_signed_by(key)
    ]
    if not added:
        raise LogRefused("The note bears no new signature of a known witness: --key adds the key of a new one.")
    checkpoint.note = str(SignedNote(own.text, (*own.signatures, *added)))
    checkpoint.save(update_fields=["note"])
    return checkpoint


def _begin_key(origin: LogOrigin, row: LogKey, ended: str, statement: str) -> LogKey:
    hashes = checked_hashes()
    require_consistent(origin, hashes)
    old = NoteKey.parse(row.vkey).public
    given = given_key()
    if given is not None and public_of(given) == old:
        raise LogRefused("LOG_KEY is still the current key: set another one, on all machines, and start this again.")
    _end_key(row, ended, statement)
    new = add_log_key(origin, given or make_private())
    sign_checkpoint(origin, hashes)
    transaction.on_commit(lambda: forget_private(old))
    return new


def _move_key(origin: LogOrigin) -> None:
    """Enter the log's private key under the new name; take the given key, or make a new one, where it is missing."""
    row = current_log_key()
    private = find_private(NoteKey.parse(row.vkey).public) if row is not None else None
    if row is not None:
        _end_key(row, LogKey.Ended.RESTORED, "")
    add_log_key(origin, private or given_key() or make_private())


def _end_key(row: LogKey, ended: str, statement: str) -> None:
    row.ended, row.ended_at, row.statement = ended, timezone.now(), statement
    row.save(update_fields=["ended", "ended_at", "statement"])


def _add_witness(key: NoteKey) -> None:
    if LogOrigin.objects.filter(name=key.name).exists():
        raise LogRefused("A witness needs another name than the log.")
    LogKey.objects.get_or_create(vkey=str(key), defaults={"role": LogKey.Role.WITNESS, "began_at": timezone.now()})


def _known_mark() -> HighWater:
    """An unreadable mark counts as an unknown one: what it said can no longer be found out."""
    try:
        return read_mark(settings.DATA_DIR) or HighWater(0, 0)
    except LogRefused:
        return HighWater(0, -1)


def _base(origin: LogOrigin) -> str:
    return LogOrigin.objects.get(number=1).name if origin.number > 1 else origin.name


def _cleaned(statement: str) -> str:
    words = " ".join(statement.split())
    if not words or len(words) > MAX_STATEMENT:
        raise LogRefused(f"A public statement is needed, of at most {MAX_STATEMENT} characters.")
    return words
