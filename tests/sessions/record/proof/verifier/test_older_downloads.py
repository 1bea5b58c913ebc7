"""An older download verifies and says that the log goes on: how far, and what it has of the record since."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from sessions.models import LogCheckpoint
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.installation_log import append_record_state
from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.stored_leaves import hashes_of
from sessions.record.proof.tiles import entry_bundle
from sessions.record.proof.tree import consistency_proof
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys
from tests.factories.evening import Evening
from tests.factories.sealed_record import close, download, grow, redact, seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def older(evening: Evening, tmp_path: Path) -> Path:
    """A download from before a redaction and a newer state."""
    path, sealed = tmp_path / "record.json", seal(close(evening))
    path.write_bytes(download(sealed))
    grown = grow(redact(sealed))
    (tmp_path / "newest.json").write_bytes(download(grown))
    return path


def what_came(older: Path) -> str:
    newest = json.loads((older.parent / "newest.json").read_bytes())
    n, size = newest["redactions"][0]["n"], len(newest["entries"])
    return (
        f"; the log goes on: 2 entries since, 1 redaction of this record (entry {n}), a newer state of {size} entries"
    )


def by_file(capsys: pytest.CaptureFixture[str], file: Path, *arguments: str) -> tuple[int, str]:
    keys = [part for key in known_keys() for part in ("--key", key)]
    code = verify.main([str(file), *keys, *arguments])
    said = capsys.readouterr()
    return code, (said.out or said.err).strip()


def whole_log(folder: Path) -> str:
    newest = LogCheckpoint.objects.latest("pk")
    (folder / "entries").write_bytes(entry_bundle(newest, number=0, width=newest.size))
    return str(folder / "entries")


def test_the_whole_log_tells_it(older: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "the log goes on" not in by_file(capsys, older)[1]
    code, said = by_file(capsys, older, "--entries", whole_log(older.parent))
    assert (code, said.startswith("verified: "), said.endswith(what_came(older))) == (0, True, True)


def test_our_own_log_tells_it(older: Path) -> None:
    call_command("verify_record", str(older), stdout=(out := StringIO()), stderr=StringIO())
    assert out.getvalue().strip().endswith(what_came(older))


def test_a_newer_checkpoint_with_its_proof_tells_how_far(older: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newest = newest_published()
    assert newest is not None
    newer, proof = older.parent / "newer", older.parent / "proof.json"
    newer.write_text(newest.note, encoding="utf-8")
    size = int(json.loads(older.read_bytes())["log"]["checkpoint"].split("\n")[1])
    path = [encoded_root(each) for each in consistency_proof(hashes_of(newest), size)]
    proof.write_text(json.dumps({"proof": path}), encoding="utf-8")
    options = ("--checkpoint", str(newer), "--consistency", str(proof))
    code, said = by_file(capsys, older, *options)
    assert (code, said.endswith("; the log goes on: 2 entries since")) == (0, True)
    told = by_file(capsys, older, *options, "--entries", whole_log(older.parent))[1]
    assert told.endswith(what_came(older))
    proof.write_text(json.dumps({"proof": [encoded_root(b"r" * 32), *path[1:]]}), encoding="utf-8")
    code, said = by_file(capsys, older, *options)
    assert (code, said.startswith("failed: the log was rewritten: ")) == (1, True)


def test_a_log_that_goes_on_with_others_says_that_nothing_is_of_this_record(
    older: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = older.parent / "newest.json"
    assert "the log goes on" not in by_file(capsys, newest, "--entries", whole_log(older.parent))[1]
    append_record_state(slug="a", root="", size=1, sealed_at="")
    said = by_file(capsys, newest, "--entries", whole_log(older.parent))[1]
    assert said.endswith("; the log goes on: 1 entry since, none of this record")
    call_command("verify_record", str(newest), stdout=(out := StringIO()), stderr=StringIO())
    assert out.getvalue().strip().endswith("; the log goes on: 1 entry since, none of this record")
