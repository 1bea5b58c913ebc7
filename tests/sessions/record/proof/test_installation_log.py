"""The installation's log grows by leaves of the contract, and each time a checkpoint is signed."""

import base64
import hashlib
import threading
from typing import Any
from uuid import uuid4

import pytest
import rfc8785
from django.db import connections, transaction

from sessions.models import LogCheckpoint, LogKey, LogLeaf, LogOrigin
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.installation_log import append_record_state, append_redaction
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoints import TreeHead
from sessions.record.proof.notes.signed_notes import NoteKey, read_note
from sessions.record.proof.signing import sign_evening, why_not_signable
from sessions.record.proof.tree import root_hash

ROOT = base64.b64encode(b"r" * 32).decode()
REDACTION: Any = {
    "record": "ward-95-2027-01-02",
    "n": 3,
    "texts": ["text"],
    "ground": "court_order",
    "at": "2027-02-01",
}


def append(slug: str = "ward-95-2027-01-02", *, size: int = 41) -> int:
    with transaction.atomic():
        return append_record_state(slug=slug, root=ROOT, size=size, sealed_at="2027-01-05T18:00:00.000Z")


@pytest.mark.django_db
def test_the_leaf_of_a_record_is_that_of_the_contract() -> None:
    assert append() == 0
    body: Any = {"record": "ward-95-2027-01-02", "root": ROOT, "sealed_at": "2027-01-05T18:00:00.000Z", "size": 41}
    assert bytes(LogLeaf.objects.get().hash) == hashlib.sha256(b"\x00" + rfc8785.dumps(body)).digest()


@pytest.mark.django_db
def test_a_redaction_is_a_leaf_as_well() -> None:
    append()
    with transaction.atomic():
        assert append_redaction(data=REDACTION) == 1
    leaf = LogLeaf.objects.get(pk=1)
    assert (leaf.kind, leaf.slug) == ("redaction", "ward-95-2027-01-02")
    assert leaf.data == rfc8785.dumps({"redaction": REDACTION}).decode()


@pytest.mark.django_db
def test_each_leaf_comes_with_a_checkpoint_that_the_published_key_signed() -> None:
    for size in range(3):
        append(size=size)
    key = NoteKey.parse(LogKey.objects.get().vkey)
    hashes = [bytes(leaf.hash) for leaf in LogLeaf.objects.all()]
    for size, row in enumerate(LogCheckpoint.objects.all(), 1):
        note = read_note(row.note)
        assert TreeHead.parse(note.text) == TreeHead("127.0.0.1:8000/log", size, root_hash(hashes[:size]))
        assert note.is_signed_by(key)


@pytest.mark.django_db
def test_a_log_is_never_named_after_a_machine_that_nobody_else_knows(settings: Any) -> None:
    settings.LOG_NAME = ""
    said = r"^The log has no name yet.* Set ORIGINS to the address of this website"
    with pytest.raises(LogRefused, match=said):
        append()
    with pytest.raises(LogRefused, match=said), transaction.atomic():
        sign_evening(uuid4(), [b"h" * 32])
    assert why_not_signable().startswith("The log has no name yet")
    assert [rows.objects.count() for rows in (LogOrigin, LogKey, LogLeaf)] == [0, 0, 0]
    settings.LOG_NAME = "chat.example.org/log"
    assert (append(), why_not_signable()) == (0, "")
    settings.LOG_NAME = ""  # as for a command that is run without ORIGINS later
    assert (append(size=42), LogOrigin.objects.get().name) == (1, "chat.example.org/log")


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_nothing_is_appended() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        append_record_state(slug="a", root=ROOT, size=1, sealed_at="2027-01-05T18:00:00.000Z")


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_leaf_and_the_next_transaction_uses_the_same_key() -> None:
    with transaction.atomic():
        append()
        transaction.set_rollback(True)
    assert not LogLeaf.objects.exists()
    append()
    assert LogKey.objects.count() == 1
    assert newest_published() is not None


@pytest.mark.django_db
def test_a_leaf_that_was_changed_in_the_database_stops_the_log() -> None:
    append()
    append()
    LogLeaf.objects.filter(pk=0).update(data='{"record":"another"}')
    with pytest.raises(LogRefused, match="Leaf 0 of the log was changed"):
        append()


@pytest.mark.django_db
def test_no_checkpoint_is_signed_that_disagrees_with_an_earlier_one() -> None:
    append()
    append()
    LogLeaf.objects.filter(pk=1).delete()
    with pytest.raises(LogRefused, match="has signed a log of 2 leaves, and only 1 are in the database"):
        append()
    other = b'{"record":"another"}'
    LogLeaf.objects.create(
        index=1,
        kind="record",
        slug="b",
        data=other.decode(),
        hash=hashlib.sha256(b"\x00" + other).digest(),
        added_at=LogCheckpoint.objects.earliest("pk").at,
    )
    with pytest.raises(LogRefused, match="has signed other 2 leaves"):
        append()
    assert LogCheckpoint.objects.count() == 2


@pytest.mark.costly
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_clocks_that_append_at_once_make_one_log() -> None:
    def append_some(name: str) -> None:
        try:
            for size in range(4):
                append(name, size=size)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=append_some, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(LogLeaf.objects.values_list("index", flat=True)) == list(range(12))
    sizes = list(LogCheckpoint.objects.values_list("size", flat=True))
    assert (sizes, LogKey.objects.count()) == (list(range(1, 13)), 1)
