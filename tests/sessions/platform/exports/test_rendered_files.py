"""Rendered forms are kept whole or not at all, made once, and gone once their record is redacted."""

import errno
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from sessions.platform.exports.rendered_files import discard_rendered, rendered_file, size_of_rendered
from sessions.platform.exports.whole_files import write_whole


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "rendered"


def keep(data: bytes = b"%PDF", *, made_from: bytes = b"words", name: str = "en.pdf", is_current: bool = True) -> bytes:
    return rendered_file("ward-95", name, made_from=made_from, render=lambda: data, is_current=lambda: is_current)


def kept(folder: Path) -> list[str]:
    return sorted(path.name.partition(".")[2] for path in folder.glob("ward-95/*"))


def test_a_form_is_made_once_and_again_when_its_record_changed(folder: Path) -> None:
    assert size_of_rendered("ward-95", "en.pdf", made_from=b"words") is None
    assert keep(b"first") == keep(b"second") == b"first"
    assert size_of_rendered("ward-95", "en.pdf", made_from=b"words") == 5
    assert keep(b"third", made_from=b"other words") == b"third"
    keep(name="bn.pdf")
    assert kept(folder) == ["bn.pdf", "en.pdf"]


def test_a_redaction_removes_all_forms_and_one_meanwhile_keeps_none(folder: Path) -> None:
    keep()
    (folder / "ward-95" / ".killed.unfinished").write_bytes(b"words that must go")
    discard_rendered("ward-95")
    assert not (folder / "ward-95").exists()
    assert keep(is_current=False) == b"%PDF"
    assert not (folder / "ward-95").exists()
    discard_rendered("ward-95")


def test_what_a_killed_process_left_is_never_served_and_cleared_away(folder: Path) -> None:
    (folder / "ward-95").mkdir(parents=True)
    (folder / "ward-95" / ".0.en.pdf.1.unfinished").write_bytes(b"%PDF half")
    assert keep(b"whole") == b"whole"
    assert kept(folder) == ["en.pdf"]


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with caplog.at_level(logging.WARNING):
        assert keep() == b"%PDF"
    assert caplog.messages == ["Caching a rendered record failed: No space left on device."]
    assert list((folder / "ward-95").iterdir()) == []


def test_a_file_is_replaced_whole_or_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "index.json"
    write_whole(path, b"before")
    monkeypatch.setattr(os, "fsync", lambda _descriptor: os.close(-1))
    with pytest.raises(OSError, match="Bad file descriptor"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
