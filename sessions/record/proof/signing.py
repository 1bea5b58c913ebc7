"""Lock the installation's log, find its key, and sign a checkpoint; all in the caller's transaction."""

from collections.abc import Sequence
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sessions.models import LogCheckpoint, LogKey, LogOrigin
from sessions.record.proof.consistency import high_water_of, newest_published
from sessions.record.proof.high_water import raise_mark
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoints import TreeHead, encoded_root
from sessions.record.proof.notes.signed_notes import NoteKey, SignedNote, public_of, sign
from sessions.record.proof.private_keys import find_private, given_key, make_private, unused_private
from sessions.record.proof.stored_leaves import hashes_of
from sessions.record.proof.tree import root_hash


def lock_log() -> LogOrigin:
    """Lock the log until the caller's transaction ends; two that append wait for each other here.

    The newest origin; on first use, one named by LOG_NAME. Raises LogRefused without a name, and
    TransactionManagementError outside of a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The log grows only in a transaction.")
    if not LogOrigin.objects.exists():
        begin_log(_first_name())
    LogOrigin.objects.select_for_update().get(number=1)
    origin = LogOrigin.objects.last()
    assert origin is not None
    return origin


def begin_log(name: str) -> None:
    """Give the log its name, for ever; a log that has one keeps it. In the caller's transaction."""
    LogOrigin.objects.get_or_create(number=1, defaults={"name": name, "began_at": timezone.now()})


def sign_checkpoint(origin: LogOrigin, hashes: Sequence[bytes]) -> LogCheckpoint:
    """Sign these leaves, which the caller has found consistent, and keep the checkpoint.

    After the commit the high-water mark is raised. Raises LogRefused without the private key.
    """
    private = current_private(origin)
    head = TreeHead(origin.name, len(hashes), root_hash(hashes))
    note = SignedNote(str(head), (sign(str(head), name=origin.name, private=private),))
    checkpoint = LogCheckpoint.objects.create(
        origin=origin, size=head.size, root=encoded_root(head.root), note=str(note), at=timezone.now()
    )
    # A failure here is logged and loses nothing: no checkpoint is published before the mark covers it.
    transaction.on_commit(lambda: raise_mark(settings.DATA_DIR, high_water_of(checkpoint)), robust=True)
    return checkpoint


def sign_evening(chat_session_id: UUID, hashes: Sequence[bytes]) -> str:
    """A checkpoint of a chat's own tree, a signed note: it is a log of its own, below the name of the installation's.

    By the same key, under that name. In the caller's transaction, which makes the first key where there is none yet;
    the log is not locked otherwise. Raises LogRefused without the private key.
    """
    origin = LogOrigin.objects.last() if current_log_key() is not None else lock_log()
    assert origin is not None, "a key has a name"
    private = current_private(origin)
    name = name_of_evening(origin.name, chat_session_id)
    head = str(TreeHead(name, len(hashes), root_hash(hashes)))
    return str(SignedNote(head, (sign(head, name=name, private=private),)))


def name_of_evening(log_name: str, chat_session_id: UUID) -> str:
    return f"{log_name}/chat/{chat_session_id}"


def why_not_signable() -> str:
    """Why nothing could be appended to the log now, and what to do about it; blank where it can be.

    Costs two queries and two small files; the leaves are read once for each checkpoint.
    """
    try:
        newest = newest_published()
        if newest is not None:
            hashes_of(newest)
            current_private(newest.origin)
        elif not LogOrigin.objects.exists():
            _first_name()
    except LogRefused as refusal:
        return str(refusal)
    return ""


def current_log_key() -> LogKey | None:
    """The public key that signs now; None before the first use."""
    return LogKey.objects.filter(role=LogKey.Role.LOG, ended_at=None).last()


def current_private(origin: LogOrigin) -> Ed25519PrivateKey:
    """The private half of the current key; on first use a new key. Raises LogRefused where it is missing."""
    row = current_log_key()
    if row is None:
        private = given_key() or unused_private() or make_private()
        add_log_key(origin, private)
        return private
    found = find_private(NoteKey.parse(row.vkey).public)
    if found is None:
        raise LogRefused(
            f"The private half of the log's key is not here: {row.vkey}. It is in LOG_KEY, or in log_keys in the data "
            "folder of the machine that made it. Put it back from a backup. If it is lost, say so in public: "
            "bin/manage rotate_log_key --lost '…' makes a new key and states the loss on the page /log/."
        )
    return found


def add_log_key(origin: LogOrigin, private: Ed25519PrivateKey) -> LogKey:
    key = NoteKey(origin.name, public_of(private))
    return LogKey.objects.create(role=LogKey.Role.LOG, vkey=str(key), began_at=timezone.now())


def _first_name() -> str:
    """The first name of the log, which stays when the host changes.

    Raises LogRefused where LOG_NAME is blank: the name would be that of a machine that nobody else knows.
    """
    if not settings.LOG_NAME:
        raise LogRefused(
            "The log has no name yet, and keeps its first one for ever. Set ORIGINS to the address of this website, "
            "such as https://chat.example.org, for the server and for each command, and start again."
        )
    name: str = settings.LOG_NAME
    return name
