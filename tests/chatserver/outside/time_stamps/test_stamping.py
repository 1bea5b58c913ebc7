"""The newest checkpoint is stamped by an authority outside: what does not hold is never kept, and nothing waits."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.test import Client
from django.utils import timezone

from chatserver.outside.time_stamping_thread import stamp_newest
from sessions.models import CheckpointTimeStamp, LogCheckpoint
from sessions.record.proof.declarations import add_cosignature
from sessions.record.proof.installation_log import append_record_state
from sessions.record.proof.notes.signed_notes import NoteKey, SignedNote, public_of, read_note, sign
from sessions.record.proof.published_time_stamps import known_roots, time_stamp_of
from sessions.record.proof.time_stamp_outbox import LEASE, RETRY_AFTER, claim_checkpoint
from tests.chatserver.outside.time_stamps.stand_in import ANSWERS, FAULTS, StampServer, open_authority
from tests.chatserver.outside.time_stamps.tokens import NAME

ROOT = "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI="
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql, pytest.mark.costly]


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def server() -> Iterator[StampServer]:
    with open_authority() as server:
        yield server


def append() -> LogCheckpoint:
    with transaction.atomic():
        append_record_state(slug="ward-95-2027-01-02", root=ROOT, size=41, sealed_at="2027-01-05T18:00:00Z")
    return LogCheckpoint.objects.latest("pk")


def due_again() -> None:
    CheckpointTimeStamp.objects.update(due_at=timezone.now())


def test_the_newest_checkpoint_is_stamped_once(server: StampServer) -> None:
    append()
    checkpoint = append()
    assert stamp_newest(server.settings(headers={"Authorization": "Bearer secret"}))
    [request] = server.requests
    assert (request.digest, request.wants_certificate) == (hashlib.sha256(checkpoint.note.encode()).digest(), True)
    assert request.nonce is not None
    assert server.headers[0]["content-type"] == "application/timestamp-query"
    assert server.headers[0]["authorization"] == "Bearer secret"
    stamp = time_stamp_of(checkpoint.note)
    assert stamp is not None
    assert stamp.stamped_at is not None
    assert (stamp.authority, stamp.checkpoint_id, stamp.roots) == (NAME, checkpoint.pk, server.authority.roots)
    assert timezone.now() - stamp.stamped_at < timedelta(minutes=1)
    assert not stamp_newest(server.settings())
    assert CheckpointTimeStamp.objects.count() == len(server.requests) == 1
    append()
    assert stamp_newest(server.settings())
    assert known_roots() == [server.authority.roots]


def test_without_a_checkpoint_nobody_is_asked(server: StampServer) -> None:
    assert not stamp_newest(server.settings())
    assert server.requests == []


@pytest.mark.long
@pytest.mark.parametrize("how", [*filter(None, ANSWERS), *FAULTS])
def test_what_does_not_hold_is_not_kept_and_asked_for_again(
    server: StampServer, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    checkpoint = append()
    server.how = [how]
    assert stamp_newest(server.settings())
    assert time_stamp_of(checkpoint.note) is None
    assert "Time-stamping the newest checkpoint failed" in caplog.text
    assert Client().get("/log/checkpoint.tsr").status_code == 404
    row = CheckpointTimeStamp.objects.get()
    assert (bytes(row.response), row.tries, row.due_at > timezone.now()) == (b"", 1, True)
    assert not stamp_newest(server.settings())
    due_again()
    assert stamp_newest(server.settings())
    assert time_stamp_of(checkpoint.note) is not None


@pytest.mark.parametrize("how", ["silent", "drip"])
def test_an_authority_that_is_too_slow_is_left_in_time(server: StampServer, how: str) -> None:
    checkpoint = append()
    server.how = [how]
    assert stamp_newest(server.settings(timeout_seconds=0.3))
    assert time_stamp_of(checkpoint.note) is None
    assert CheckpointTimeStamp.objects.get().tries == 1


def test_nobody_at_the_address_is_no_reason_to_stop(server: StampServer) -> None:
    append()
    assert stamp_newest(server.settings(url="http://127.0.0.1:9/tsr"))
    assert CheckpointTimeStamp.objects.get().tries == 1
    append()  # a record is sealed all the same, and its checkpoint is asked for at once
    assert stamp_newest(server.settings())
    assert CheckpointTimeStamp.objects.exclude(digest="").count() == 1


def test_tries_become_rarer_and_never_end(server: StampServer) -> None:
    append()
    waits = []
    for _try in range(len(RETRY_AFTER) + 2):
        server.how = ["busy"]
        due_again()
        before = timezone.now()
        assert stamp_newest(server.settings())
        waits.append(round((CheckpointTimeStamp.objects.get().due_at - before) / timedelta(minutes=1)))
    assert waits == [1, 5, 30, 120, 360, 360, 360]


def test_two_processes_do_not_ask_for_the_same(server: StampServer) -> None:
    append()
    now = timezone.now()
    assert claim_checkpoint(now) is not None
    assert claim_checkpoint(now) is None
    assert claim_checkpoint(now + LEASE) is not None  # the first one died


def test_a_note_that_a_witness_signed_meanwhile_is_stamped_anew(server: StampServer) -> None:
    checkpoint = append()
    assert stamp_newest(server.settings())
    private = Ed25519PrivateKey.generate()
    note = read_note(checkpoint.note)
    signed = SignedNote(note.text, (*note.signatures, sign(note.text, name="witness.example", private=private)))
    cosigned = add_cosignature(str(signed), vkey=str(NoteKey("witness.example", public_of(private))))
    client = Client()
    assert client.get("/log/checkpoint.tsr").status_code == 404
    assert stamp_newest(server.settings())
    assert time_stamp_of(cosigned.note) is not None
    assert client.get("/log/checkpoint.tsr").status_code == 200


def test_the_stamp_is_published_with_the_certificate(server: StampServer) -> None:
    append()
    client = Client()
    for path in ("/log/checkpoint.tsr", "/log/time-stamp-roots.pem"):
        assert client.get(path).status_code == 404
    assert NAME not in client.get("/log/").text
    stamp_newest(server.settings())
    answer = client.get("/log/checkpoint.tsr")
    assert (answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == ("application/timestamp-reply", "*")
    assert answer.content == bytes(CheckpointTimeStamp.objects.get().response)
    assert client.get("/log/time-stamp-roots.pem").text == server.authority.roots
    assert NAME in client.get("/log/").text
