"""Commit to the entries of an evening before its record is sealed: while it is live, at its close, in its draft.

Each checkpoint is of the record's own tree, so that nobody can change an entry afterwards: the seal compares them all.
From the close on, each state of the draft is a leaf of the installation's log, too.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import rfc8785
from django.db import transaction
from django.utils import timezone

from sessions.log import log
from sessions.log.logged_event import wire_time
from sessions.models import ChatSession, LogKey, LogLeaf, Record, RecordCheckpoint
from sessions.record.proof.installation_log import append_draft, draft_body
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoints import TreeHead, encoded_root
from sessions.record.proof.notes.signed_notes import BadNote, NoteKey, read_note
from sessions.record.proof.signing import sign_evening
from sessions.record.proof.states import EntryChangedError, require_texts_fit
from sessions.record.proof.tree import leaf_hash, root_hash, split_hashes

logger = logging.getLogger(__name__)

type Rows = Sequence[RecordCheckpoint]

type Tree = tuple[int, str]
"""How many entries it has, and its root."""


def checkpoints_of(chat_session_id: UUID) -> list[RecordCheckpoint]:
    """The smallest first."""
    return list(RecordCheckpoint.objects.filter(chat_session=chat_session_id))


def committed_until(rows: Rows) -> int:
    """How many entries are committed to, which is the seq of the last one's event: none of them may change."""
    return rows[-1].size if rows else 0


def leaves_of(rows: Iterable[RecordCheckpoint]) -> list[bytes]:
    """The hashes of the entries as they were committed to."""
    return split_hashes(bytes(row.leaves) for row in rows)


def add_checkpoint(
    chat_session: ChatSession, rows: Rows, new: Sequence[bytes], *, closed_at: datetime | None = None
) -> RecordCheckpoint:
    """Commit to the entries with these new leaves, after those of the rows, and tell the room.

    In the caller's transaction, which has locked the chat session. closed_at: of a draft. Where the key of the log is
    missing, the room is told nothing, and the checkpoint is kept without a signature.
    """
    hashes = [*leaves_of(rows), *new]
    try:
        with transaction.atomic():
            note = sign_evening(chat_session.pk, hashes)
    except LogRefused as refusal:
        logger.warning("Signing the checkpoint of chat session %s failed: %s", chat_session.pk, refusal)
        note = ""
    row = RecordCheckpoint.objects.create(
        chat_session=chat_session,
        size=len(hashes),
        root=encoded_root(root_hash(hashes)),
        at=timezone.now(),
        leaves=b"".join(new),
        note=note,
        closed_at=closed_at,
    )
    if note:
        log.announce_backing(chat_session)
    return row


def commit_draft(chat_session: ChatSession, *, slug: str, compiled: Mapping[str, Any]) -> None:
    """Commit to the draft as it is now, and append it to the log, in the transaction of the event that made it so.

    A log that cannot be signed does not keep a chat from closing, or a typing fault from being corrected: then the leaf
    follows as soon as it can (append_missing_drafts).
    """
    rows = checkpoints_of(chat_session.pk)
    if compiled["tree"]["size"] > committed_until(rows):
        new = [leaf_hash(entry) for entry in compiled["entries"][committed_until(rows) :]]
        add_checkpoint(chat_session, rows, new, closed_at=chat_session.closed_at)
    try:
        with transaction.atomic():
            append_drafts(chat_session.pk, slug)
    except LogRefused as refusal:
        logger.warning("Adding the draft %s to the log failed; the server will retry: %s", slug, refusal)


def append_drafts(chat_session_id: UUID, slug: str) -> None:
    """Append the states of a draft that the log lacks. Raises LogRefused."""
    for row in RecordCheckpoint.objects.filter(chat_session=chat_session_id, closed_at__isnull=False, log_index=None):
        row.log_index = append_draft(**_state_of(row, slug))
        row.save(update_fields=["log_index"])


def told_checkpoints(chat_session_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What a record says of them: "live", the last one of the live chat, and "drafts", each with its leaf in the log.

    A key is left out where there is none.
    """
    rows = checkpoints_of(chat_session_id)
    drafts = [_told(row) for row in rows if row.log_index is not None]
    live = [{"checkpoint": row.note} for row in rows if row.closed_at is None and row.note][-1:]
    return {name: told for name, told in (("drafts", drafts), ("live", live)) if told}


def require_committed(record: Record, compiled: Mapping[str, Any]) -> None:
    """Raises EntryChangedError, which names the entry, unless all entries and their texts are those committed to.

    record: as it was stored last. compiled: as the log gives it now.

    The roots are taken from what is signed: the notes, and the leaves of the log, which alone may be left.
    """
    require_texts_fit(compiled)
    leaves = [leaf_hash(entry) for entry in compiled["entries"]]
    rows, held = checkpoints_of(record.chat_session_id), 0
    for size, root in sorted({*_signed_live(rows), *_signed_drafts(rows, record.slug)}):
        if size > len(leaves):
            raise EntryChangedError(f"the record would lose entry {len(leaves)}, which was committed to")
        if encoded_root(root_hash(leaves[:size])) != root:
            kept = [leaves_of(rows), [leaf_hash(entry) for entry in record.document["entries"]]]
            raise EntryChangedError(_sentence(leaves, kept, range(held, size), root))
        held = size


def _sentence(leaves: list[bytes], kept: list[list[bytes]], place: range, root: str) -> str:
    """Which entry is not the one that was committed to; those before place are. kept: lists of leaves that may fit."""
    why = "of the record is not what was committed to in the evening: it was changed in the database"
    for said in kept:
        if encoded_root(root_hash(said[: place.stop])) == root:
            return f"entry {next(n for n in place if said[n] != leaves[n])} {why}"
    if len(place) == 1:
        return f"entry {place.start} {why}"
    return f"one of the entries {place.start} to {place.stop - 1} {why}"


def _signed_live(rows: Rows) -> Iterator[Tree]:
    """Raises EntryChangedError where a row is not what was signed. One without a signature is believed."""
    keys = _public_keys()
    for row in rows:
        if row.note:
            _require_signed(row, keys)
        yield row.size, row.root


def _signed_drafts(rows: Rows, slug: str) -> Iterator[Tree]:
    """Raises EntryChangedError where the log has no such leaf."""
    logged = dict(LogLeaf.objects.filter(kind=LogLeaf.Kind.DRAFT, slug=slug).values_list("index", "data"))
    for row in rows:
        if row.log_index is not None and logged.get(row.log_index) != _leaf_of(row, slug):
            raise EntryChangedError(f"the draft that is kept of it is not leaf {row.log_index} of the log")
    for data in logged.values():
        body = json.loads(data)
        yield body["size"], body["root"]


def _require_signed(row: RecordCheckpoint, keys: Mapping[str, list[bytes]]) -> None:
    try:
        note = read_note(row.note)
        head = TreeHead.parse(note.text)
    except BadNote as error:
        raise EntryChangedError(f"the checkpoint of {row.size} entries was changed: {error}") from None
    publics = keys.get(head.origin.removesuffix(f"/chat/{row.chat_session_id}"), [])
    is_signed = any(note.is_signed_by(NoteKey(head.origin, public)) for public in publics)
    if not is_signed or (head.size, encoded_root(head.root)) != (row.size, row.root):
        raise EntryChangedError(f"the checkpoint of {row.size} entries is not the one that was signed")


def _public_keys() -> dict[str, list[bytes]]:
    """The public keys of the log by its names, earlier ones included."""
    keys: dict[str, list[bytes]] = {}
    for vkey in LogKey.objects.filter(role=LogKey.Role.LOG).values_list("vkey", flat=True):
        key = NoteKey.parse(vkey)
        keys.setdefault(key.name, []).append(key.public)
    return keys


def _leaf_of(row: RecordCheckpoint, slug: str) -> str:
    return rfc8785.dumps(draft_body(**_state_of(row, slug))).decode()


def _state_of(row: RecordCheckpoint, slug: str) -> dict[str, Any]:
    assert row.closed_at is not None, "it is of a draft"
    return {"slug": slug, "root": row.root, "size": row.size, "closed_at": wire_time(row.closed_at)}


def _told(row: RecordCheckpoint) -> dict[str, Any]:
    state = _state_of(row, "")
    del state["slug"]
    return state | {"index": row.log_index}
