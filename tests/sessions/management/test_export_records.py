"""`bin/manage export_records`: every record in every form, once, whole, and again where it was stopped."""

import errno
import hashlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import CLOCK
from sessions.platform.exports import whole_files
from sessions.record.forms import export
from sessions.record.forms.pdf import rendering
from tests.factories.evening import make_evening
from tests.factories.recorded import close, record_with_every_outcome

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
FORMS = ("akn.xml", "csv", "html", "json", "pdf", "zip")


def export_to(folder: Path) -> str:
    said = io.StringIO()
    call_command("export_records", str(folder), stdout=said, stderr=said)
    return said.getvalue().replace(str(folder), "DIR")


def files_in(folder: Path) -> dict[str, float]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.mark.long
def test_all_records_are_written_once_and_again_only_where_they_changed(tmp_path: Path) -> None:
    records = [record_with_every_outcome(make_evening()), *(close(make_evening(number=n)) for n in (96, 97))]
    seal_chat_session(records[1].chat_session, by=CLOCK)
    assert export_to(tmp_path / "copy") == "exported: 3 records; unchanged: 0; to DIR\n"
    before = files_in(tmp_path / "copy")
    named = {f"{record.slug}/{record.slug}.{form}" for record in records for form in FORMS}
    assert set(before) == named | {f"{record.slug}/.state" for record in records} | {"index.json"}
    assert export_to(tmp_path / "copy") == "exported: 0 records; unchanged: 3; to DIR\n"
    seal_chat_session(records[2].chat_session, by=CLOCK)  # the log grows: each record carries its newest note
    assert export_to(tmp_path / "copy") == "exported: 3 records; unchanged: 0; to DIR\n"
    after = files_in(tmp_path / "copy")
    changed = {path for path in after if after[path] != before[path]} - {"index.json"}
    assert {path.partition("/")[0] for path in changed} == {record.slug for record in records}


def test_the_index_names_each_file_with_its_hash(tmp_path: Path) -> None:
    record = close(make_evening())
    export_to(tmp_path)
    (row,) = json.loads((tmp_path / "index.json").read_bytes())
    root = record.document["tree"]["root"]
    assert (row["record"], row["state"], row["ward"], row["root"]) == (record.slug, "draft", 95, root)
    assert sorted(row["files"]) == [f"{record.slug}.{form}" for form in FORMS]
    for name, facts in row["files"].items():
        content = (tmp_path / record.slug / name).read_bytes()
        assert facts == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_an_export_that_was_stopped_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = close(make_evening()), close(make_evening(number=96))
    written: list[str] = []

    def stop_at(path: Path, data: bytes) -> None:
        written.append(path.name)
        if path.name == f"{second.slug}.csv":
            raise KeyboardInterrupt
        whole_files.write_whole(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(export, "write_whole", stop_at)
        with pytest.raises(KeyboardInterrupt):
            export_to(tmp_path)
    assert not (tmp_path / second.slug / ".state").exists()
    assert export_to(tmp_path) == "exported: 1 records; unchanged: 1; to DIR\n"
    assert {row["record"] for row in json.loads((tmp_path / "index.json").read_bytes())} == {first.slug, second.slug}


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(make_evening())

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(CommandError) as caught:
            export_to(tmp_path)
    assert (
        str(caught.value)
        == f"Writing to {tmp_path} failed: No space left on device. Files already written are complete."
    )
    assert files_in(tmp_path) == {}
    assert export_to(tmp_path) == "exported: 1 records; unchanged: 0; to DIR\n"


def test_without_the_extra_the_other_forms_are_written_and_the_pdf_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = close(make_evening())
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "COMMAND", [sys.executable, "-c", "raise SystemExit(3)"])
        said = export_to(tmp_path)
    assert said == (
        "without PDF: the extra is not installed (python3 bin/environment.py pdf)\n"
        "exported: 1 records; unchanged: 0; to DIR\n"
    )
    assert not (tmp_path / record.slug / f"{record.slug}.pdf").exists()
    assert export_to(tmp_path).startswith("exported: 1 records")
    assert (tmp_path / record.slug / f"{record.slug}.pdf").exists()


def test_no_older_form_of_a_changed_record_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = close(make_evening())
    export_to(tmp_path)
    seal_chat_session(record.chat_session, by=CLOCK)
    monkeypatch.setattr(rendering, "COMMAND", [sys.executable, "-c", "raise SystemExit(3)"])
    export_to(tmp_path)
    assert not (tmp_path / record.slug / f"{record.slug}.pdf").exists()


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CommandError, match="failed: Not a directory"):
        export_to(tmp_path / "file" / "copy")


def test_without_a_record_the_index_is_empty(tmp_path: Any) -> None:
    assert export_to(tmp_path) == "exported: 0 records; unchanged: 0; to DIR\n"
    assert json.loads((tmp_path / "index.json").read_bytes()) == []
