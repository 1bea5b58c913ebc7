"""A record that is asked for its witnesses fails without a valid signature by each of them on its own checkpoint."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sessions.models import LogCheckpoint
from sessions.record.proof.declarations import add_cosignature
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys
from tests.factories.evening import Evening
from tests.factories.sealed_record import as_bytes, close, download, redact, seal
from tests.sessions.record.proof.cosigning import PLAIN, TIMED, TestWitness

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(evening: Evening, tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_bytes(download(redact(seal(close(evening)))))
    return path


def keys() -> list[str]:
    return [part for key in known_keys() for part in ("--key", key)]


def sign(record: Path, *lines: str) -> None:
    document = json.loads(record.read_bytes())
    document["log"]["checkpoint"] += "".join(lines)
    record.write_bytes(as_bytes(document))


def note_of(record: Path) -> str:
    return str(json.loads(record.read_bytes())["log"]["checkpoint"])


def run(capsys: pytest.CaptureFixture[str], record: Path, *arguments: str) -> tuple[int, str]:
    code = verify.main([str(record), *arguments])
    said = capsys.readouterr()
    return code, (said.out or said.err).strip()


@pytest.mark.parametrize("kind", [PLAIN, TIMED])
def test_a_witness_that_signed_stands_on_the_line(
    record: Path, capsys: pytest.CaptureFixture[str], kind: bytes
) -> None:
    witness = TestWitness(kind=kind)
    sign(record, witness.line(note_of(record)))
    code, said = run(capsys, record, *keys(), "--witness", witness.vkey)
    assert (code, said.endswith(", witnessed by witness.example/w1 (1 of 1), 1 entry redacted")) == (0, True)


def test_a_record_without_its_signature_fails(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = TestWitness(), TestWitness("elsewhere.example/w2", PLAIN)
    missing = "failed: the checkpoint has no signature of the witness witness.example/w1"
    assert run(capsys, record, *keys())[0] == 0
    assert run(capsys, record, *keys(), "--witness", one.vkey) == (1, missing)
    assert run(capsys, record, *keys(), "--key", one.vkey)[0] == 0  # a key that is known asks for nothing
    sign(record, two.line(note_of(record)))
    assert run(capsys, record, *keys(), "--witness", two.vkey, "--witness", one.vkey) == (1, missing)
    sign(record, one.line(note_of(record)))
    code, said = run(capsys, record, *keys(), "--witness", two.vkey, "--witness", one.vkey)
    assert (code, "witnessed by elsewhere.example/w2, witness.example/w1 (2 of 2)" in said) == (0, True)


def test_a_changed_or_foreign_signature_fails(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    witness, whole, note = TestWitness(), record.read_bytes(), note_of(record)
    line = witness.line(note)
    signature = base64.b64decode(line.split()[2])[4:]
    other_log = note.replace("127.0.0.1", "127.0.0.2", 1)
    tries = {
        "later": (int.from_bytes(signature[:8], "big") + 1).to_bytes(8, "big") + signature[8:],
        "flipped": signature[:-1] + bytes([signature[-1] ^ 1]),
        "cut": signature[:-1],
        "empty": b"",
        "without its time": signature[8:],
        "signed as a plain note": witness.private.sign(note.rpartition("\n\n")[0].encode() + b"\n"),
        "of another log": base64.b64decode(witness.line(other_log).split()[2])[4:],
        "of no moment": b"\xff" * 8 + signature[8:],
    }
    for changed in tries.values():
        record.write_bytes(whole)
        sign(record, witness.line_of(changed))
        code, said = run(capsys, record, *keys(), "--witness", witness.vkey)
        assert (code, said.startswith("failed: the signature of witness.example/w1 ")) == (1, True)
    record.write_bytes(whole)
    sign(record, TestWitness().line(note))  # of the same name, by another key
    missing = "failed: the checkpoint has no signature of the witness witness.example/w1"
    assert run(capsys, record, *keys(), "--witness", witness.vkey) == (1, missing)


def test_a_key_of_another_kind_is_no_signature_of_the_witness(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = b"s" * 32
    plain, timed = TestWitness(kind=PLAIN, seed=seed), TestWitness(kind=TIMED, seed=seed)
    sign(record, plain.line(note_of(record)))
    missing = "failed: the checkpoint has no signature of the witness witness.example/w1"
    assert run(capsys, record, *keys(), "--key", plain.vkey, "--witness", timed.vkey) == (1, missing)
    two = (1, "failed: two of the witnesses have one key")
    assert run(capsys, record, *keys(), "--witness", plain.vkey, "--witness", timed.vkey) == two
    code, said = run(capsys, record, *keys(), "--witness", "a+00000000+AAAA")
    assert (code, said) == (1, "failed: a key is no canonical base64 of its length")


def test_lines_of_unknown_keys_are_ignored(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """c2sp.org/signed-note: at least 16 signatures are taken, of whatever kind, length and name."""
    witness, whole, note = TestWitness(), record.read_bytes(), note_of(record)
    [own] = known_keys()
    long = base64.b64encode(b"kind" + b"\x06" * 5000).decode()
    strangers = [TestWitness(f"stranger.example/w{n}").line(note) for n in range(15)]
    same_name = TestWitness(own.partition("+")[0], PLAIN).line(note)
    sign(record, *strangers, same_name, f"— post.quantum/w {long}\n", witness.line(note))
    code, said = run(capsys, record, *keys())
    assert (code, "witness" in said) == (0, False)
    code, said = run(capsys, record, *keys(), "--witness", witness.vkey)
    assert (code, "(1 of 1)" in said) == (0, True)
    bad = {
        "the checkpoint has more than 64 signatures": TestWitness("many.example").line(note) * 64,
        "the checkpoint has a line that is no signature": "— a name\u2003with-a-space AAAAAAAA\n",
        "the checkpoint is no signed note": "— a\x01b AAAAAAAA\n",
    }
    for why, lines in bad.items():
        record.write_bytes(whole)
        sign(record, lines)
        assert run(capsys, record, *keys()) == (1, f"failed: {why}")


def test_the_log_is_no_witness_of_itself(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [own] = known_keys()
    said = "failed: 127.0.0.1:8000/log is the log itself, and no witness of it"
    assert run(capsys, record, *keys(), "--witness", own) == (1, said)


def test_a_record_that_the_log_forged_with_its_own_key_fails(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A forgery as in the finding: the witness signed the true checkpoint, and its line is put under the forged one."""
    witness, true = TestWitness(), note_of(record)
    document = json.loads(record.read_bytes())
    forged = LogCheckpoint.objects.get(size=1).note
    document["log"]["checkpoint"] = forged + witness.line(true)
    record.write_bytes(as_bytes(document))
    code, said = run(capsys, record, *keys(), "--witness", witness.vkey)
    assert (code, said) == (1, "failed: the signature of witness.example/w1 does not hold")


def test_without_the_key_of_the_log_the_witness_is_asked_for_too(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    witness = TestWitness()
    assert run(capsys, record, "--witness", witness.vkey)[0] == 1
    sign(record, witness.line(note_of(record)))
    code, said = run(capsys, record, "--witness", witness.vkey)
    assert (code, "verified but for the signature: " in said, "(1 of 1)" in said) == (3, True, True)


def test_without_the_package_for_signatures_no_witness_counts(record: Path) -> None:
    witness = TestWitness()
    sign(record, witness.line(note_of(record)))
    bare = [sys.executable, "-I", "-S", verify.__file__, str(record), *keys(), "--witness", witness.vkey]
    done = subprocess.run(bare, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(f"{verify.CANNOT_BE_CHECKED}\n")


def test_a_draft_has_no_witness(evening: Evening, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.json"
    draft.write_bytes(as_bytes(close(evening).document))
    said = "failed: a draft has no checkpoint that could be witnessed"
    assert run(capsys, draft, "--witness", TestWitness().vkey) == (1, said)


def test_a_signature_that_was_handed_in_is_in_each_download_and_satisfies_the_verifier(
    evening: Evening, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed, witness, path = seal(close(evening)), TestWitness(), tmp_path / "record.json"
    note = LogCheckpoint.objects.latest("pk").note
    add_cosignature(note + witness.line(note), vkey=witness.vkey)
    path.write_bytes(download(sealed))
    assert "(1 of 1)" in run(capsys, path, *keys(), "--witness", witness.vkey)[1]
