"""A time stamp in a bag is said where it holds, fails where it does not, and says nothing where nobody can check it."""

import hashlib
import io
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from sessions.models import CheckpointTimeStamp, LogCheckpoint, Record
from sessions.record.proof.time_stamp_outbox import claim_checkpoint, keep_time_stamp
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys, verifier_source
from tests.chatserver.outside.time_stamps.tokens import NAME, Authority, make_authority
from tests.factories.evening import Evening
from tests.factories.sealed_record import close, seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
AT = datetime(2027, 1, 5, 18, 0, 7, tzinfo=UTC)
SAID = f", time-stamped by {NAME} at 2027-01-05T18:00:07Z"


@pytest.fixture
def record(evening: Evening) -> Record:
    return seal(close(evening))


@pytest.fixture
def authority() -> Authority:
    return make_authority(until=datetime(2030, 1, 1, tzinfo=UTC))


def stamp(authority: Authority) -> LogCheckpoint:
    checkpoint = claim_checkpoint(datetime.now(UTC))
    assert checkpoint is not None
    response = authority.answer(hashlib.sha256(checkpoint.note.encode()).digest(), 7, at=AT)
    keep_time_stamp(checkpoint, response=response, roots=authority.roots, authority=NAME, stamped_at=AT)
    return checkpoint


def download(record: Record, path: Path) -> Path:
    path.write_bytes(Client().get(f"/records/{record.slug}.zip").content)
    return path


def unzipped(record: Record, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(Client().get(f"/records/{record.slug}.zip").content)) as archive:
        archive.extractall(folder)
    return folder / record.slug


def rewrite(bag: Path, name: str, content: bytes) -> None:
    """Change a file, and the manifests with it, as a forger would."""
    path = bag / name
    old, new = (hashlib.sha256(each).hexdigest() for each in (path.read_bytes(), content))
    path.write_bytes(content)
    manifest, tags = bag / "manifest-sha256.txt", bag / "tagmanifest-sha256.txt"
    before = hashlib.sha256(manifest.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text().replace(old, new))
    tags.write_text(tags.read_text().replace(before, hashlib.sha256(manifest.read_bytes()).hexdigest()))


def tells_of_other_files_only(said: str, *more: str) -> bool:
    return [line.split(":")[0] for line in said.splitlines()] == [
        "Entries that were committed to before it was sealed",
        "record.csv agrees with the record in these columns",
        "Not proven, only made from the record",
        *more,
    ]


def test_a_stamped_bag_says_by_whom_and_when(
    record: Record, authority: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "record.zip"
    call_command("verify_record", str(download(record, path)))
    assert "time-stamped" not in capsys.readouterr().out
    stamp(authority)
    call_command("verify_record", str(download(record, path)))
    told = capsys.readouterr()
    assert told.out.startswith("verified: ")
    assert told.out.endswith(f"{SAID}\n")
    assert tells_of_other_files_only(told.err, "Verified by the file, and compared with the 2 leaves of the log here.")


def test_the_handed_out_verifier_knows_the_root(record: Record, authority: Authority, tmp_path: Path) -> None:
    """In a process of its own that finds the package where this one does."""
    stamp(authority)
    path, script = download(record, tmp_path / "record.zip"), tmp_path / "verify.py"
    script.write_text(verifier_source(), encoding="utf-8")
    run = [sys.executable, str(script), str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout.endswith(f"{SAID}\n")) == (0, True)
    assert tells_of_other_files_only(done.stderr)


def test_without_the_package_it_says_that_the_stamp_was_not_checked(
    record: Record, authority: Authority, tmp_path: Path
) -> None:
    stamp(authority)
    path, script = download(record, tmp_path / "record.zip"), tmp_path / "verify.py"
    script.write_text(verifier_source(), encoding="utf-8")
    bare = [sys.executable, "-I", "-S", str(script), str(path)]
    done = subprocess.run(bare, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, "time-stamped" in done.stdout) == (verify.UNSIGNED, False)
    assert "The time stamp was not checked: install the Python package `rfc3161-client`" in done.stderr


def test_without_a_root_it_is_not_checked_and_with_one_it_is(
    record: Record, authority: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp(authority)
    path, root = download(record, tmp_path / "record.zip"), tmp_path / "root.pem"
    keys = [word for key in known_keys() for word in ("--key", key)]
    assert verify.main([str(path), *keys]) == verify.OK
    told = capsys.readouterr()
    assert "time-stamped" not in told.out
    assert "no certificate of a time-stamping authority is known" in told.err
    root.write_text(authority.roots)
    assert verify.main([str(path), *keys, "--root", str(root)]) == verify.OK
    assert SAID in capsys.readouterr().out
    root.write_text("no certificate")
    assert verify.main([str(path), *keys, "--root", str(root)]) == verify.FAILED
    assert "certificate of the time-stamping authority cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        (lambda authority, digest: authority.answer(bytes(32), at=AT), "is of something else than this checkpoint"),
        (lambda authority, digest: authority.answer(digest, at=AT, status=1), "was not granted as it was asked for"),
        (lambda authority, digest: authority.answer(digest, at=datetime(2031, 1, 1, tzinfo=UTC)), "does not hold"),
        (lambda _authority, digest: make_authority(is_foreign=True).answer(digest, at=AT), "does not hold"),
        (lambda _authority, digest: b"garbage", "cannot be read"),
    ],
    ids=["other imprint", "with mods", "after its certificate", "foreign", "garbage"],
)
def test_a_forged_stamp_fails_though_the_manifests_fit(
    record: Record, authority: Authority, tmp_path: Path, forge: object, why: str
) -> None:
    checkpoint = stamp(authority)
    bag = unzipped(record, tmp_path)
    forged = forge(authority, hashlib.sha256(checkpoint.note.encode()).digest())  # type: ignore[operator]
    rewrite(bag, "data/proofs/checkpoint.tsr", forged)
    with pytest.raises(CommandError, match=f"failed: the time stamp .*{why}") as failure:
        call_command("verify_record", str(bag))
    assert failure.value.returncode == verify.FAILED


def test_any_flipped_byte_of_a_stamp_fails_or_changes_nothing_that_is_said(
    record: Record, authority: Authority
) -> None:
    """What says who and when is signed; some bytes beside it say nothing."""
    checkpoint = stamp(authority)
    response, note = bytes(CheckpointTimeStamp.objects.get().response), checkpoint.note.encode()
    genuine = verify.check_time_stamp(response, note, [authority.roots])
    unnoticed = 0
    for place in range(0, len(response), 3):
        flipped = response[:place] + bytes([response[place] ^ 1]) + response[place + 1 :]
        try:
            assert verify.check_time_stamp(flipped, note, [authority.roots]) == genuine
            unnoticed += 1
        except verify.Failed:
            continue
    assert unnoticed < len(response) / 30


def test_the_bag_says_in_one_sentence_how_to_check_it_without_us(
    record: Record, authority: Authority, tmp_path: Path
) -> None:
    stamp(authority)
    bag = unzipped(record, tmp_path)
    readme = (bag / "data/README.txt").read_text()
    words = readme[readme.index("openssl ts -verify") :].split("\n\n")[0].replace("\\\n", " ").split()
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("There is no openssl on this machine.")
    done = subprocess.run([openssl, *words[1:]], cwd=bag, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "Verification: OK\n")
