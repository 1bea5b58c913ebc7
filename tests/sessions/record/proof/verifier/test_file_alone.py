"""bin/manage verify_record in a fresh clone: no database, no secret, and nothing is made there."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from sessions.record.forms.bag import bag_form
from sessions.record.forms.bag_contents import AddedFiles
from sessions.record.proof.verifier.served_copy import known_keys, verifier_source
from tests.factories.evening import Evening
from tests.factories.sealed_record import as_bytes, close, download, grow, seal

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
WITHOUT_KEY = (
    "The signature was not checked, because no key is known here: give the one of the log by --key. "
    "/log/keys.json of the website that published the record has it.\n"
)
COMMITTED = "Entries that were committed to before it was sealed: 11 when the chat closed.\n"
ALONE = "Verified by the files that were given, and compared with no log here: there is no database.\n"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the code, where nothing was ever started."""
    folder = tmp_path / "clone"
    folder.mkdir()
    shutil.copy(settings.BASE_DIR / "manage.py", folder)
    for name in ("sessions", "moderation", "chatserver", "templates", "pyproject.toml"):
        (folder / name).symlink_to(settings.BASE_DIR / name)
    return folder


@pytest.fixture
def record(evening: Evening, tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_bytes(download(seal(close(evening))))
    return path


def verify(clone: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    before = sorted(clone.iterdir())
    done = subprocess.run(
        [sys.executable, str(clone / "manage.py"), "verify_record", *arguments],
        env={"PATH": os.environ["PATH"]} | environment,
        cwd=clone,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert sorted(clone.iterdir()) == before
    return done.returncode, done.stdout, done.stderr


def test_a_file_is_verified_by_its_key_and_nothing_is_made(clone: Path, record: Path) -> None:
    key = known_keys()[0]
    code, said, notes = verify(clone, str(record), "--key", key)
    assert (code, said.startswith("verified: "), said.count("\n"), notes) == (0, True, 1, COMMITTED + ALONE)


def test_without_a_key_all_but_the_signature_is_verified(clone: Path, record: Path) -> None:
    code, said, notes = verify(clone, str(record))
    assert (code, said.startswith("verified but for the signature: ")) == (3, True)
    assert notes == COMMITTED + WITHOUT_KEY + ALONE


def test_a_zip_is_verified_too(clone: Path, evening: Evening, tmp_path: Path) -> None:
    sealed = seal(close(evening))
    document = json.loads(download(sealed))
    bag = bag_form(document, AddedFiles(None, verifier_source()), slug=sealed.slug, address="https://x.example/")
    (tmp_path / "record.zip").write_bytes(bag)
    code, said, notes = verify(clone, str(tmp_path / "record.zip"), "--key", known_keys()[0])
    assert (code, said.startswith("verified: "), notes.endswith(ALONE)) == (0, True, True)


def test_the_command_takes_a_file_as_it_is_seen_from_where_it_was_given(record: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(settings.BASE_DIR / "bin" / "manage"), "verify_record", record.name],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "none")},
        cwd=record.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr, (tmp_path / "none").exists()) == (3, COMMITTED + WITHOUT_KEY + ALONE, False)


def test_a_folder_that_is_named_and_not_there_is_not_made(clone: Path, record: Path, tmp_path: Path) -> None:
    assert verify(clone, str(record), DATA_DIR=str(tmp_path / "none"))[0] == 3
    assert not (tmp_path / "none").exists()


@pytest.mark.long
def test_a_changed_file_and_no_record_at_all_are_one_line(clone: Path, record: Path, tmp_path: Path) -> None:
    record.write_bytes(record.read_bytes().replace(b'"n":4,', b'"n":5,', 1))
    assert verify(clone, str(record)) == (1, "", "failed: entry 4: the number is 5\n")
    for content in (b"", b"a photo", b"PK\x03\x04 no zip", b"[" * 100_000, b"\xff\xfe{}"):
        (tmp_path / "other").write_bytes(content)
        code, said, why = verify(clone, str(tmp_path / "other"))
        assert (code, said, why.count("\n"), why.startswith("failed: ")) == (1, "", 1, True)
    code, said, why = verify(clone, str(tmp_path / "none.json"))
    assert (code, said, why.count("\n"), why.startswith("cannot be read: ")) == (2, "", 1, True)


def test_a_draft_says_so(clone: Path, evening: Evening, tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    path.write_bytes(as_bytes(close(evening).document))
    code, said, notes = verify(clone, str(path))
    assert (code, said.startswith("draft, not sealed: "), notes) == (4, True, COMMITTED)


def test_what_was_cut_back_passes_alone_and_is_said_to_be_compared_with_nothing(
    clone: Path, evening: Evening, tmp_path: Path
) -> None:
    path, sealed = tmp_path / "record.json", seal(close(evening))
    path.write_bytes(download(sealed))
    grow(sealed)
    assert verify(clone, str(path), "--key", known_keys()[0])[::2] == (0, COMMITTED + ALONE)
