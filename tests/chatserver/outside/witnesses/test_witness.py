"""The witness signs what goes on from what it signed before, and nothing else, whatever a log answers."""

import base64
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command

from chatserver.outside.witness import OUT_OF_REACH, SIGNED, WAS_REFUSED, NotSigned, Witness, answer_add_checkpoint
from sessions.record.proof.notes.signed_notes import NoteKey, read_note
from sessions.record.proof.verifier.verify import check_note, check_witnesses
from tests.chatserver.outside.witnesses.foreign_log import ForeignLog, open_log

NAME = "witness.example/w1"


@pytest.fixture
def log() -> ForeignLog:
    log = ForeignLog()
    log.grow("a", "b", "c")
    return log


@pytest.fixture
def url(log: ForeignLog) -> Iterator[str]:
    with open_log(log) as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "witness"


@pytest.fixture
def witness(log: ForeignLog, folder: Path) -> Witness:
    witness = Witness(folder, NAME)
    witness.trust(log.vkey)
    return witness


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = 0
    try:
        call_command("witness", *map(str, arguments))
    except SystemExit as end:
        code = int(str(end.code))
    said = capsys.readouterr()
    return code, said.err or said.out.splitlines()[-1]


def status_of(witness: Witness, body: bytes) -> tuple[int, int | None]:
    with pytest.raises(NotSigned) as refusal:
        answer_add_checkpoint(witness, body)
    return refusal.value.status, refusal.value.size


def test_a_log_that_grows_is_signed_and_the_signature_holds(witness: Witness, log: ForeignLog, folder: Path) -> None:
    before = int(time.time())
    for old, more in ((0, ""), (3, "d"), (4, "efghi"), (9, "")):
        log.grow(*more)
        line = answer_add_checkpoint(witness, log.asked(old))
        head = check_note(log.note() + line, [log.vkey])
        assert check_witnesses(head, [witness.vkey], [log.vkey]) == (NAME,)
        [*_own, made] = read_note(log.note() + line).signatures
        assert before <= made.moment <= time.time()
    root = base64.b64encode(head.root).decode()
    assert (folder / "seen").read_text() == f"{log.vkey} 9 {root}\n"


def test_its_key_is_its_own_and_readable_by_its_owner_alone(witness: Witness, folder: Path) -> None:
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert sorted(each.name for each in folder.iterdir()) == ["key", "seen"]
    assert Witness(folder, "").vkey == Witness(folder, NAME).vkey == witness.vkey
    assert NoteKey.parse(witness.vkey).kind == 4


def test_each_refusal_has_the_status_of_the_specification(witness: Witness, log: ForeignLog) -> None:
    answer_add_checkpoint(witness, log.asked(0))
    whole, kept = log.asked(3), witness.seen()
    log.grow("d", "e")
    other, hashes = ForeignLog(), log.proof(3)
    other.grow("a")
    rewritten = [*log.leaves]
    assert status_of(witness, log.asked(2)) == (409, 3)
    assert status_of(witness, log.asked(0)) == (409, 3)
    assert status_of(witness, log.asked(6)) == (400, None)
    assert status_of(witness, other.asked(0)) == (403, None)
    assert status_of(witness, log.asked(3).replace(b"log.example/log\n", b"log.example/lag\n")) == (404, None)
    for bad in (
        b"",
        b"old 3",
        whole[4:],
        whole.replace(b"old 3", b"old 03"),
        whole.replace(b"old 3", b"old 3\nAAAA"),
        whole.replace(
            b"old 3", b"old 3" + b"\n" + hashes[0].encode() * 1 + b"\n".join([b""] + [hashes[0].encode()] * 63)
        ),
        whole.replace(b"\n3\n", b"\n3\n3\n"),
        b"\xff" + whole,
        whole[:-1],
    ):
        assert status_of(witness, bad) == (400, None)
    proof = log.asked(3).replace(hashes[0].encode(), base64.b64encode(bytes(32)))
    assert status_of(witness, proof) == (422, None)
    assert status_of(witness, log.asked(3).replace(hashes[0].encode() + b"\n", b"")) == (422, None)
    log.leaves[1] = bytes(32)  # signed with the real key
    assert status_of(witness, log.asked(3)) == (422, None)
    log.leaves = log.leaves[:3]
    assert status_of(witness, log.asked(3)) == (409, None)
    assert witness.seen() == kept
    log.leaves = rewritten
    assert answer_add_checkpoint(witness, log.asked(3)).startswith(f"— {NAME} ")


def test_it_follows_a_log_and_hands_its_signature_in(
    log: ForeignLog, url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = run(capsys, url, "--folder", folder, "--name", NAME)
    assert first == (SIGNED, "Signed: log.example/log has 3 leaves, and goes on from the 0 that were signed before.")
    log.grow("d", "e")
    assert run(capsys, f"{url}/log/", "--folder", folder)[1].endswith("goes on from the 3 that were signed before.")
    [_first, second] = log.notes
    assert len(read_note(second).signatures) == 1
    assert check_witnesses(check_note(second, None), [Witness(folder, "").vkey], [log.vkey]) == (NAME,)
    log.answers["/log/checkpoint"] = 200, (log.note() + second.partition("\n\n")[2]).encode()
    assert run(capsys, url, "--folder", folder) == (SIGNED, "log.example/log has 5 leaves, as were signed before.")
    assert len(log.notes) == 2


@pytest.mark.parametrize("how", ["rewritten", "of the same size", "shrunk", "wrong key", "renamed"])
def test_a_log_that_does_not_go_on_is_refused_in_a_sentence(
    log: ForeignLog, url: str, folder: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    run(capsys, url, "--folder", folder, "--name", NAME)
    seen = (folder / "seen").read_text()
    if how == "shrunk":
        log.leaves.pop()
    elif how == "of the same size":
        log.leaves[1] = bytes(32)
    elif how == "rewritten":
        log.leaves[1] = bytes(32)
        log.grow("d")
    else:
        log.grow("d")
        note = log.note("log.example/log/2") if how == "renamed" else log.note(private=Ed25519PrivateKey.generate())
        log.answers["/log/checkpoint"] = 200, note.encode()
    code, said = run(capsys, url, "--folder", folder, "--every", "1")
    assert (code, len(log.notes), (folder / "seen").read_text()) == (WAS_REFUSED, 1, seen)
    assert {
        "rewritten": "Refused: the log was rewritten: it does not begin with the 3 leaves that were signed before.\n",
        "of the same size": "Refused: the log was rewritten: two checkpoints of 3 leaves differ.\n",
        "shrunk": "Refused: the log has shrunk: 3 leaves were signed before, and 2 are now.\n",
        "wrong key": "Refused: the checkpoint is signed by a foreign key, of the name log.example/log, and not by the "
        "log. If the log has a new key, and you have compared it: --key VKEY.\n",
        "renamed": "Refused: log.example/log/2 is another log than the one that is witnessed here, log.example/log.\n",
    }[how] == said


GARBAGE = [b"", b"\xff\x00", b"<html>Sorry</html>", b"{}", b"[]", b'{"keys":[1]}', b'{"proof":[1]}', b"a" * 300_000]


@pytest.mark.parametrize("path", ["/log/checkpoint", "/log/keys.json", "/log/consistency.json"])
@pytest.mark.parametrize("garbage", range(len(GARBAGE)))
def test_garbage_is_never_signed(
    log: ForeignLog, tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str, garbage: int
) -> None:
    with open_log(log) as url:
        refuse_garbage(log, url, tmp_path, capsys, (path, GARBAGE[garbage]))


def refuse_garbage(
    log: ForeignLog, url: str, folder: Path, capsys: pytest.CaptureFixture[str], answer: tuple[str, bytes]
) -> None:
    path, garbage = answer
    if path == "/log/consistency.json":
        run(capsys, url, "--folder", folder, "--name", NAME)
        log.grow("d", "e")
    log.answers[path], handed = (200, garbage), len(log.notes)
    code, said = run(capsys, url, "--folder", folder, "--name", NAME)
    assert code in (WAS_REFUSED, OUT_OF_REACH)
    assert (said.count("\n"), len(log.notes)) == (1, handed)
    log.answers.clear()
    assert run(capsys, url, "--folder", folder)[0] == SIGNED


def test_what_the_log_does_not_take_is_offered_again(
    log: ForeignLog, url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.answers["/log/cosignatures"] = 403, b"This log knows no witness."
    code, said = run(capsys, url, "--folder", folder, "--name", NAME)
    assert (code, "it answered 403: This log knows no witness.\n— witness.example/w1 " in said) == (OUT_OF_REACH, True)
    log.answers.clear()
    assert run(capsys, url, "--folder", folder)[0] == SIGNED
    assert len(log.notes) == 2
    assert run(capsys, "http://127.0.0.1:9", "--folder", folder) == (
        OUT_OF_REACH,
        "Not witnessed: there is no connection to http://127.0.0.1:9/log/checkpoint\n",
    )


def test_names_and_keys_that_cannot_be_are_refused(
    log: ForeignLog, url: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, url, "--folder", tmp_path / "a")[1].startswith("Refused: a new witness needs a name")
    assert run(capsys, url, "--folder", tmp_path / "a", "--name", "with+plus")[0] == WAS_REFUSED
    assert run(capsys, url, "--folder", folder, "--name", NAME)[0] == SIGNED
    assert run(capsys, url, "--folder", folder, "--name", "other")[1].startswith("Refused: the key in ")
    other = ForeignLog().vkey.replace("log.example/log", "other.example/log")
    assert run(capsys, url, "--folder", folder, "--key", other)[0] == WAS_REFUSED
    assert run(capsys, url, "--folder", folder, "--key", Witness(folder, "").vkey)[0] == WAS_REFUSED
    (folder / "seen").write_text("damaged")
    assert run(capsys, url, "--folder", folder)[1].startswith(f"Refused: {folder}/seen is damaged")
