"""A new key, a lost one, a restored database and a witness: each is stated in public, and no checkpoint is denied."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import Client

from sessions.models import LogCheckpoint, LogKey, LogLeaf, LogOrigin
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.high_water import (
    HIGH_WATER_FILE,
    UNKNOWN_HIGH_WATER,
    HighWater,
    raise_mark,
    read_mark,
    replace_mark,
)
from sessions.record.proof.installation_log import append_record_state
from sessions.record.proof.key_list import key_list
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.signed_notes import (
    COSIGNATURE_KIND,
    NoteKey,
    NoteSignature,
    public_of,
    read_note,
    sign,
)
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys

ROOT = "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI="
pytestmark = pytest.mark.django_db(transaction=True)


def append(size: int = 41) -> int:
    with transaction.atomic():
        return append_record_state(slug="ward-95-2027-01-02", root=ROOT, size=size, sealed_at="2027-01-05T18:00:00Z")


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def key_files(folder: Path) -> list[Path]:
    return sorted((folder / "log_keys").iterdir())


def test_the_private_key_is_a_file_that_only_its_owner_reads_and_never_in_the_database(data_folder: Path) -> None:
    append()
    [path] = key_files(data_folder)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    rows = [*LogKey.objects.values_list(), *LogCheckpoint.objects.values_list(), *LogLeaf.objects.values_list()]
    assert path.read_text().strip() not in str(rows)


def test_the_key_of_the_environment_is_used_where_there_is_one(settings: Any, data_folder: Path) -> None:
    private = Ed25519PrivateKey.generate()
    settings.LOG_KEY = private.private_bytes_raw()
    append()
    assert NoteKey.parse(LogKey.objects.get().vkey).public == public_of(private)
    assert not (data_folder / "log_keys").exists()


@pytest.mark.costly
def test_after_a_rotation_old_checkpoints_verify_and_the_newest_is_signed_anew(data_folder: Path) -> None:
    append()
    append()
    [before] = key_files(data_folder)
    assert "new key" in run("rotate_log_key")
    old, new = LogKey.objects.all()
    assert (old.ended, new.ended_at, old.ended_at is not None) == ("rotated", None, True)
    assert key_files(data_folder) != [before]
    assert len(key_files(data_folder)) == 1
    first, second, anew = (read_note(row.note) for row in LogCheckpoint.objects.all())
    assert (second.text, first.is_signed_by(NoteKey.parse(old.vkey))) == (anew.text, True)
    assert anew.is_signed_by(NoteKey.parse(new.vkey))
    append()
    for row in LogCheckpoint.objects.all():
        assert verify.check_note(row.note, known_keys()).is_signed


def test_with_a_key_of_the_environment_that_one_is_the_new_key(settings: Any) -> None:
    append()
    settings.LOG_KEY = Ed25519PrivateKey.generate().private_bytes_raw()
    run("rotate_log_key")
    append()
    with pytest.raises(CommandError, match="LOG_KEY is still the current key"):
        run("rotate_log_key")


@pytest.mark.costly
def test_without_its_private_key_the_log_refuses_and_a_loss_is_declared_in_public(data_folder: Path) -> None:
    append()
    [path] = key_files(data_folder)
    with pytest.raises(CommandError, match="is not lost"):
        run("rotate_log_key", "--lost", "The disk broke.")
    path.unlink()
    with pytest.raises(LogRefused, match="Put it back from a backup"):
        append()
    with pytest.raises(CommandError, match="private half of the log's key is not here"):
        run("rotate_log_key")
    assert LogLeaf.objects.count() == 1
    run("rotate_log_key", "--lost", "The disk broke.")
    assert append() == 1
    [lost, current] = key_list()["keys"]
    assert (lost["ended"], lost["statement"], current["until"]) == ("lost", "The disk broke.", None)


def test_a_damaged_key_is_no_reason_to_make_another(data_folder: Path) -> None:
    append()
    [path] = key_files(data_folder)
    path.write_text("AAAA")
    with pytest.raises(LogRefused, match="is damaged: put the file back from a backup"):
        append()


class OlderCopy:
    """The database as it was, in SQLite's own file, or in PostgreSQL by deleting what came after."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "older.sqlite3"
        self._sizes = LogLeaf.objects.count(), LogCheckpoint.objects.count()
        if connection.vendor == "sqlite":
            connection.close()
            with sqlite3.connect(self._file) as source, sqlite3.connect(self._path) as target:
                source.backup(target)
            source.close()
            target.close()

    @property
    def _file(self) -> str:
        return str(connection.settings_dict["NAME"])

    def put_back(self) -> None:
        if connection.vendor == "sqlite":
            connections.close_all()
            # By SQLite's own means: a file that is overwritten breaks whatever still has it open.
            with closing(sqlite3.connect(self._path)) as source, closing(sqlite3.connect(self._file)) as target:
                source.backup(target)
        else:
            LogCheckpoint.objects.filter(size__gt=self._sizes[0]).delete()
            LogLeaf.objects.filter(index__gte=self._sizes[0]).delete()
        assert (LogLeaf.objects.count(), LogCheckpoint.objects.count()) == self._sizes


@pytest.mark.costly
def test_a_database_that_was_restored_from_an_older_copy_publishes_no_shorter_log(data_folder: Path) -> None:
    for size in range(3):
        append(size)
    older = OlderCopy(data_folder)
    append(3)
    append(4)
    older.put_back()
    with pytest.raises(LogRefused, match=r"has signed a log of 5 leaves, and only 3 .* accept_restored_log --reason"):
        append(5)
    with pytest.raises(LogRefused, match="has signed a log of 5 leaves"):
        newest_published()
    with pytest.raises(CommandError, match="knows what it has published"):
        run("accept_restored_log", "--nothing-lost")
    assert LogLeaf.objects.count() == 3


@pytest.mark.costly
def test_a_restored_log_goes_on_under_a_new_name_and_the_loss_is_stated(data_folder: Path) -> None:
    append(0)
    older = OlderCopy(data_folder)
    append(1)
    lost = LogCheckpoint.objects.get(size=2)
    with pytest.raises(CommandError, match="nothing is to be declared"):
        run("accept_restored_log", "--reason", "The disk broke.")
    older.put_back()
    assert "127.0.0.1:8000/log/2" in run("accept_restored_log", "--reason", "The disk broke.")
    append(1)
    assert list(LogCheckpoint.objects.values_list("origin__name", "size")) == [
        ("127.0.0.1:8000/log", 1),
        ("127.0.0.1:8000/log/2", 1),
        ("127.0.0.1:8000/log/2", 2),
    ]
    said = key_list()["origins"][1]
    assert (said["reason"], said["kept_size"], said["lost"]) == ("The disk broke.", 1, {"size": 2, "root": lost.root})
    newest = newest_published()
    assert newest is not None
    assert verify.check_note(newest.note, known_keys()).origin == "127.0.0.1:8000/log/2"
    assert verify.check_note(lost.note, known_keys()).size == 2


def test_where_nothing_was_left_the_new_log_begins_empty_and_grows(data_folder: Path, client: Client) -> None:
    append()
    LogCheckpoint.objects.all().delete()
    LogLeaf.objects.all().delete()
    with pytest.raises(LogRefused, match="has signed a log of 1 leaves"):
        newest_published()
    run("accept_restored_log", "--reason", "The disk broke.")
    empty = client.get("/log/checkpoint")
    head = verify.check_note(empty.content.decode(), known_keys())
    assert (empty.status_code, head.origin, head.size, head.is_signed) == (200, "127.0.0.1:8000/log/2", 0, True)
    statuses = {rest: client.get(f"/log/{rest}").status_code for rest in ("", "words/", "tile/0/000.p/1")}
    assert statuses == {"": 200, "words/": 200, "tile/0/000.p/1": 404}
    assert client.get("/log/consistency.json", {"from": 0}).status_code == 400
    assert append() == 0
    newest = newest_published()
    assert newest is not None
    assert (newest.origin.name, newest.size) == ("127.0.0.1:8000/log/2", 1)


def test_before_anything_was_sealed_the_address_says_so(client: Client) -> None:
    answer = client.get("/log/checkpoint")
    assert (answer.status_code, answer.content) == (404, b"The log is empty: no chat has ended yet.\n")


@pytest.mark.costly
def test_a_log_that_was_forked_to_the_same_length_is_not_published_either(data_folder: Path) -> None:
    append(0)
    older = OlderCopy(data_folder)
    append(1)
    mark = (data_folder / HIGH_WATER_FILE).read_bytes()
    older.put_back()
    (data_folder / HIGH_WATER_FILE).unlink()
    append(2)
    (data_folder / HIGH_WATER_FILE).write_bytes(mark)
    with pytest.raises(LogRefused, match="has signed other 2 leaves"):
        newest_published()


def test_a_checkpoint_is_published_only_once_the_mark_covers_it(data_folder: Path) -> None:
    append()
    (data_folder / HIGH_WATER_FILE).unlink()
    newest = newest_published()
    mark = read_mark(data_folder)
    assert newest is not None
    assert mark is not None
    assert mark.size == 1


def test_a_checkpoint_that_another_process_signs_meanwhile_is_no_reason_to_refuse(data_folder: Path) -> None:
    append()
    first = LogCheckpoint.objects.get()

    def sign_meanwhile(execute: Any, *statement: Any) -> Any:
        found = execute(*statement)
        raise_mark(data_folder, HighWater(1, 2, b"r" * 32))
        return found

    with connection.execute_wrapper(sign_meanwhile):
        assert newest_published() == first


@pytest.mark.costly
def test_where_the_mark_cannot_be_written_nothing_is_published(settings: Any, tmp_path: Path) -> None:
    append()
    settings.DATA_DIR = tmp_path / "gone"
    with pytest.raises(LogRefused, match=r"cannot be written to .*gone: No such file or directory"):
        newest_published()


def test_a_damaged_mark_stops_the_log_until_the_operator_speaks(data_folder: Path) -> None:
    append()
    (data_folder / HIGH_WATER_FILE).write_text("{")
    with pytest.raises(LogRefused, match="is damaged"):
        newest_published()
    run("accept_restored_log", "--nothing-lost")
    assert newest_published() is not None


@pytest.mark.costly
def test_on_a_new_machine_nobody_knows_what_was_published_and_the_operator_says(data_folder: Path) -> None:
    append()
    replace_mark(data_folder, UNKNOWN_HIGH_WATER)
    with pytest.raises(LogRefused, match="nobody here knows"):
        newest_published()
    with pytest.raises(LogRefused, match="nobody here knows"):
        append()
    run("accept_restored_log", "--nothing-lost")
    assert append() == 1
    assert LogOrigin.objects.count() == 1


def cosign(text: str, *, name: str, private: Ed25519PrivateKey) -> NoteSignature:
    """Sign as a witness does (c2sp.org/tlog-cosignature): with the time in seconds since 1970."""
    moment = int(time.time())
    signature = private.sign(f"cosignature/v1\ntime {moment}\n{text}".encode())
    key = NoteKey(name, public_of(private), COSIGNATURE_KIND)
    return NoteSignature(name, key.hash, moment.to_bytes(8, "big") + signature)


@pytest.mark.costly
@pytest.mark.parametrize("kind", ["plain", "with time"])
def test_a_witness_signs_too_and_its_key_is_published(tmp_path: Path, kind: str) -> None:
    append()
    private, note = Ed25519PrivateKey.generate(), LogCheckpoint.objects.get().note
    text, name = read_note(note).text, "witness.example/1"
    made = (sign if kind == "plain" else cosign)(text, name=name, private=private)
    path = tmp_path / "note"
    path.write_text(f"{note}{made}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="no new signature of a known witness"):
        run("witness_checkpoint", str(path))
    vkey = str(NoteKey(name, public_of(private), 1 if kind == "plain" else COSIGNATURE_KIND))
    run("witness_checkpoint", str(path), "--key", vkey)
    assert LogCheckpoint.objects.get().note == f"{note}{made}\n"
    assert verify.check_note(f"{note}{made}\n", known_keys()).is_signed
    assert [each["role"] for each in key_list()["keys"]] == ["log", "witness"]
    with pytest.raises(CommandError, match="no new signature"):
        run("witness_checkpoint", str(path))


@pytest.mark.costly
def test_a_false_signature_of_a_witness_is_not_taken(tmp_path: Path) -> None:
    append()
    private, note = Ed25519PrivateKey.generate(), LogCheckpoint.objects.get().note
    made = cosign("another text\n", name="w", private=private)
    path = tmp_path / "note"
    path.write_text(f"{note}{made}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="no new signature"):
        run("witness_checkpoint", str(path), "--key", str(NoteKey("w", public_of(private), COSIGNATURE_KIND)))
    assert not LogKey.objects.filter(role="witness").exists()
    path.write_text("no note")
    with pytest.raises(CommandError, match="no signed note"):
        run("witness_checkpoint", str(path))


def test_the_list_of_keys_is_plain_json() -> None:
    append()
    assert json.loads(json.dumps(key_list()))["origin"] == "127.0.0.1:8000/log"


def test_a_kill_while_it_is_written_leaves_nothing_for_good(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys\n"
        "from sessions.record.proof import high_water\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), 9)\n"
        "high_water.raise_mark(pathlib.Path(sys.argv[1]), high_water.HighWater(1, 7))"
    )
    for _ in range(2):
        assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == -signal.SIGKILL
    assert read_mark(tmp_path) is None
    raise_mark(tmp_path, HighWater(1, 7))
    assert read_mark(tmp_path) == HighWater(1, 7)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".{HIGH_WATER_FILE}.lock", HIGH_WATER_FILE]
