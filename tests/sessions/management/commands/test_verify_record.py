"""bin/manage verify_record takes a record of ours, and compares it with our own log."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sessions.models import LogCheckpoint, LogLeaf, LogOrigin
from sessions.record.proof.high_water import HighWater, replace_mark
from sessions.record.proof.installation_log import append_record_state
from sessions.record.proof.tiles import entry_bundle
from sessions.record.proof.verifier.served_copy import known_keys
from tests.factories.evening import Evening
from tests.factories.sealed_record import as_bytes, close, cut_back, download, grow, redact, seal

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def run(*command: str, notes: StringIO | None = None) -> str:
    out = StringIO()
    call_command("verify_record", *command, stdout=out, stderr=notes or StringIO())
    return out.getvalue()


def failure(*command: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as raised:
        run(*command)
    return raised.value.returncode, str(raised.value)


COMMITTED = "Entries that were committed to before it was sealed: 11 when the chat closed.\n"


@pytest.fixture
def file(evening: Evening, tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_bytes(download(redact(seal(close(evening)))))
    return path


def test_a_record_of_ours_verifies_in_one_line(file: Path) -> None:
    said = run(str(file))
    assert said.startswith("verified: ")
    assert said.endswith(", 1 entry redacted\n")
    assert said.count("\n") == 1


def test_it_says_with_what_the_record_was_compared(file: Path) -> None:
    run(str(file), notes=(notes := StringIO()))
    assert notes.getvalue() == f"{COMMITTED}Verified by the file, and compared with the 3 leaves of the log here.\n"


def test_a_record_of_another_installation_is_said_to_be_compared_with_no_log(file: Path) -> None:
    keys = [part for vkey in known_keys() for part in ("--key", vkey)]
    LogOrigin.objects.update(name="elsewhere.example/log")
    assert run(str(file), *keys, notes=(notes := StringIO())).startswith("verified: ")
    alone = "Verified by the files that were given, and compared with no log here"
    assert notes.getvalue() == f"{COMMITTED}{alone}: this installation has another log than 127.0.0.1:8000/log.\n"


def test_what_was_downloaded_beside_a_record_of_elsewhere_is_compared(file: Path, tmp_path: Path) -> None:
    """--ledger, --support and the others: tests/sessions/record/proof/vectors/test_vectors.py."""
    keys = [part for vkey in known_keys() for part in ("--key", vkey)]
    whole, less = tmp_path / "whole", tmp_path / "less"
    newest = LogCheckpoint.objects.latest("pk")
    whole.write_bytes(entry_bundle(newest, number=0, width=3))
    less.write_bytes(entry_bundle(newest, number=0, width=2))
    LogOrigin.objects.update(name="elsewhere.example/log")
    assert run(str(file), *keys, "--entries", str(whole)).startswith("verified: ")
    wrong = "failed: these are not the 3 entries of the log under the record's checkpoint"
    assert failure(str(file), *keys, "--entries", str(less)) == (1, wrong)
    assert failure(str(file), *keys, "--support", str(tmp_path / "none"))[0] == 2


def test_a_changed_record_fails_with_the_number_of_the_entry(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"n":4,', b'"n":5,', 1))
    assert failure(str(file)) == (1, "failed: entry 4: the number is 5")


def test_a_draft_has_an_exit_code_of_its_own(evening: Evening, tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    path.write_bytes(as_bytes(close(evening).document))
    with pytest.raises(SystemExit) as left:
        run(str(path))
    assert left.value.code == 4


def test_a_file_that_is_not_there_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    assert failure(str(tmp_path / "none.json"))[0] == 2


def test_a_checkpoint_that_our_log_does_not_contain_fails(file: Path, settings: Any) -> None:
    LogCheckpoint.objects.filter(size=3).delete()
    replace_mark(settings.DATA_DIR, HighWater(1, 0))
    assert failure(str(file)) == (1, "failed: the log here has only 2 leaves, and the record's checkpoint 3")


def test_a_log_that_was_restored_says_what_was_not_kept(file: Path, settings: Any) -> None:
    LogCheckpoint.objects.filter(size=3).delete()
    LogLeaf.objects.filter(index=2).delete()
    replace_mark(settings.DATA_DIR, HighWater(1, 3, b"r" * 32))
    call_command("accept_restored_log", "--reason", "The disk broke.", stdout=StringIO())
    code, words = failure(str(file))
    assert (code, "this checkpoint is beyond what was kept of it: see /log/" in words) == (1, True)


def test_an_older_checkpoint_that_a_reader_kept_is_compared(file: Path, tmp_path: Path) -> None:
    older = tmp_path / "older"
    older.write_text(LogCheckpoint.objects.get(size=3).note, encoding="utf-8")
    assert run(str(file), "--checkpoint", str(older)).startswith("verified: ")
    append_record_state(slug="a", root="", size=1, sealed_at="")
    older.write_text(LogCheckpoint.objects.get(size=4).note, encoding="utf-8")
    assert failure(str(file), "--checkpoint", str(older)) == (
        1,
        "failed: the log has shrunk: 4 leaves were signed before, and 3 are now",
    )


def test_a_record_that_was_cut_back_to_an_earlier_state_fails(evening: Evening, tmp_path: Path) -> None:
    path, sealed = tmp_path / "record.json", seal(close(evening))
    size = len(sealed.document["entries"])
    earlier = download(sealed)
    path.write_bytes(cut_back(download(grow(sealed))))
    told = f"failed: entry {size}: the log has a state of it with {size + 1} entries, of which it does not tell"
    assert failure(str(path)) == (1, told)
    path.write_bytes(earlier)
    assert run(str(path)).startswith("verified: ")


def test_redacted_words_that_were_brought_back_fail(evening: Evening, tmp_path: Path) -> None:
    path, sealed = tmp_path / "record.json", seal(close(evening))
    before = json.loads(download(sealed))
    log = json.loads(download(redact(sealed)))["log"]
    del log["redactions"]
    path.write_bytes(as_bytes(before | {"log": log}))
    n = sealed.document["redactions"][0]["n"]
    told = f"failed: entry {n}: the log has a redaction of it, of which the record does not tell"
    assert failure(str(path)) == (1, told)
