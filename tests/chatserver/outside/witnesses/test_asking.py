"""The log asks its witnesses for each newest checkpoint, and keeps only what holds; nothing waits for them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from chatserver.outside import witness_thread as asking
from chatserver.outside.witness import Witness, make_server
from chatserver.outside.witness_thread import AskingThread, NotWitnessed, ask_witness
from sessions.models import LogCheckpoint, LogKey
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.cosignatures import witness_rows
from sessions.record.proof.installation_log import append_record_state
from sessions.record.proof.notes.signed_notes import NoteKey, read_note
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import check_note, check_witnesses
from sessions.record.proof.witness_list import NamedWitness
from tests.sessions.record.proof.cosigning import TestWitness

ROOT = "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI="
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def append(count: int = 1) -> LogCheckpoint:
    for _ in range(count):
        with transaction.atomic():
            append_record_state(slug="ward-95-2027-01-02", root=ROOT, size=41, sealed_at="2027-01-05T18:00:00Z")
    return LogCheckpoint.objects.latest("pk")


@contextmanager
def served(server: ThreadingHTTPServer) -> Iterator[str]:
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    append()
    witness = Witness(tmp_path / "witness", "witness.example/w1")
    witness.trust(LogKey.objects.get().vkey)
    return witness


@pytest.fixture
def named(witness: Witness, settings: Any) -> Iterator[NamedWitness]:
    with served(make_server(witness, "127.0.0.1", 0)) as url:
        named = NamedWitness(NoteKey.parse(witness.vkey), url)
        settings.WITNESSES = (named,)
        yield named


def test_the_newest_checkpoint_is_signed_once_and_the_next_one_again(named: NamedWitness) -> None:
    assert ask_witness(named)
    assert not ask_witness(named)
    checkpoint = append(3)
    assert ask_witness(named)
    checkpoint.refresh_from_db()
    head = check_note(checkpoint.note, known_keys())
    assert check_witnesses(head, [str(named.key)], [LogKey.objects.get(role="log").vkey]) == ("witness.example/w1",)
    assert len(read_note(checkpoint.note).signatures) == 2
    assert newest_published() == checkpoint


def test_a_witness_that_has_seen_more_than_is_known_here_is_asked_from_there(named: NamedWitness) -> None:
    checkpoint = append(2)
    assert ask_witness(named)
    checkpoint.refresh_from_db()
    LogCheckpoint.objects.filter(pk=checkpoint.pk).update(note=checkpoint.note.rpartition("— ")[0])  # as if lost
    append(2)
    assert ask_witness(named)


def test_a_log_that_was_rewritten_or_set_back_gets_no_signature(named: NamedWitness, witness: Witness) -> None:
    append(2)
    assert ask_witness(named)
    seen = (witness.seen() or witness)._replace  # type: ignore[union-attr]
    witness._keep(seen(root=bytes(32)))
    append()
    with pytest.raises(NotWitnessed, match="it finds that the log does not go on from what it has signed"):
        ask_witness(named)
    witness._keep(seen(size=4, root=bytes(32)))
    with pytest.raises(NotWitnessed, match="it has signed another log of this size"):
        ask_witness(named)
    witness._keep(seen(size=9))
    with pytest.raises(NotWitnessed, match="it has seen 9 leaves of this log, and 4 are here"):
        ask_witness(named)
    witness._keep(seen(vkey=witness.vkey))
    with pytest.raises(NotWitnessed, match="it does not know this log"):
        ask_witness(named)


FAULTS = [
    (200, b""),
    (200, b"garbage\n"),
    (200, b"\xff\xfe"),
    (200, b"a" * 100_000),
    (204, b""),
    (302, b""),
    (400, b""),
    (403, b""),
    (404, b""),
    (409, b"\n"),
    (409, b"9\n"),
    (409, b"99999999999999999999999\n"),
    (429, b""),
    (500, b"no"),
]


@pytest.mark.parametrize(("status", "content"), FAULTS)
def test_what_is_no_signature_is_not_kept_and_asked_for_later(
    settings: Any, status: int, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    note = append().note
    with served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as url:
        settings.WITNESSES = (NamedWitness(NoteKey.parse(TestWitness().vkey), url),)
        thread = AskingThread(*settings.WITNESSES)
        thread.take_turn()
        thread.take_turn()
    assert [record.getMessage()[:66] for record in caplog.records] == [
        "The witness witness.example/w1 has not signed the newest checkpoin"
    ]
    assert caplog.records[0].getMessage().endswith(" Next attempt in 1 minutes.")
    assert LogCheckpoint.objects.get().note == note
    assert not LogKey.objects.filter(role="witness").exists()


def test_a_witness_that_is_away_or_silent_is_left_in_time(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    append()
    key = NoteKey.parse(TestWitness().vkey)
    with pytest.raises(NotWitnessed, match="there was no connection to it"):
        ask_witness(NamedWitness(key, "http://127.0.0.1:9"))
    silent = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            silent.wait(10)

    monkeypatch.setattr(asking, "SECONDS", 0.3)
    with served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as url:
        with pytest.raises(NotWitnessed, match="it did not answer in time, or too much"):
            ask_witness(NamedWitness(key, url))
        silent.set()


def hand_in(body: str | bytes) -> tuple[int, str]:
    answer = Client(enforce_csrf_checks=True).post("/log/cosignatures", data=body, content_type="text/plain")
    return answer.status_code, answer.content.decode()


def test_a_witness_hands_its_signature_in_and_only_a_named_one(settings: Any) -> None:
    witness, stranger = TestWitness(), TestWitness("stranger.example")
    note = append().note
    text = note.partition("\n\n")[0] + "\n\n"
    assert hand_in(text + witness.line(note))[0] == 403
    settings.WITNESSES = (NamedWitness(NoteKey.parse(witness.vkey)),)
    assert hand_in(text + stranger.line(note))[0] == 403
    assert hand_in(text + witness.line(note, at=int(timezone.now().timestamp()) + 7200))[0] == 403
    assert hand_in(text + witness.line(note.replace("\n1\n", "\n2\n")))[0] == 403
    assert hand_in("garbage")[0] == hand_in(b"\xff")[0] == 400
    assert hand_in("a" * 20_000) == (413, "A signed note is shorter.\n")
    elsewhere = text.replace("127.0.0.1", "127.0.0.2")
    assert hand_in(elsewhere + witness.line(elsewhere)) == (400, "This is no checkpoint of this log.\n")
    assert LogCheckpoint.objects.get().note == note
    line = witness.line(note)
    assert hand_in(text + stranger.line(note) + line) == (200, "The checkpoint of 1 leaves bears the signature.\n")
    assert LogCheckpoint.objects.get().note == note + line
    assert [each.vkey for each in LogKey.objects.filter(role="witness")] == [witness.vkey]
    assert hand_in(text + witness.line(note, at=1))[0] == 400  # one signature of each witness is kept
    assert LogCheckpoint.objects.get().note == note + line
    assert Client().get("/log/cosignatures").status_code == 405


def test_a_signature_of_a_note_with_other_letters_is_not_put_under_ours(settings: Any) -> None:
    """SQLite compares without regard to case: the line would hold on that note, and on no download."""
    witness = TestWitness()
    settings.WITNESSES = (NamedWitness(NoteKey.parse(witness.vkey)),)
    note = append().note
    other = note.partition("\n\n")[0].replace("/log", "/LOG") + "\n\n"
    assert hand_in(other + witness.line(other)) == (400, "This is no checkpoint of this log.\n")
    assert LogCheckpoint.objects.get().note == note


def test_the_page_says_who_witnesses_and_when_each_last_did(settings: Any) -> None:
    nobody = "Nobody witnesses this log."
    assert nobody in page()
    one, two, three = (TestWitness(f"witness.example/{each}") for each in "abc")
    settings.WITNESSES = tuple(NamedWitness(NoteKey.parse(each.vkey)) for each in (one, two, three))
    assert page().count(": it has not signed") == 0
    note = append().note
    assert hand_in(note + two.line(note))[0] == 200
    note = append().note
    assert hand_in(note + one.line(note))[0] == 200
    assert [(row.name[-1], row.size, row.is_current, row.is_late) for row in witness_rows(newest_published())] == [
        ("a", 2, True, False),
        ("b", 1, False, False),
        ("c", None, False, False),
    ]
    LogCheckpoint.objects.update(at=timezone.now() - timedelta(days=2))
    assert [row.is_late for row in witness_rows(newest_published())] == [False, True, True]
    shown = page()
    said = ("It has signed the newest checkpoint.", "It last signed when the log had 1 line.", "It has not signed yet.")
    assert [shown.count(each) for each in (nobody, *said)] == [0, 1, 1, 1]
    assert shown.count("Late: it has not signed the newest checkpoint for more than a day.") == 2


def page() -> str:
    return Client().get("/log/").content.decode()
