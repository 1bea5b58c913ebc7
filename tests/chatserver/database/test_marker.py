import shutil
import stat
from pathlib import Path

import pytest

from chatserver.database.marker import MARKER_FILE, WRITTEN_WITHIN_S, Marker, has_marker, read_marker, write_marker
from sessions.log.epochs import LastEvent

MARKER = Marker("identity", 3, "token", LastEvent(7, 1, 4, "2027-01-02T18:00:00+00:00"))


def test_what_is_written_is_read_and_only_its_owner_may(tmp_path: Path):
    assert (read_marker(tmp_path), has_marker(tmp_path)) == (None, False)
    for marker in (MARKER, Marker("identity", 4, "next", None)):
        write_marker(tmp_path, marker)
        assert (read_marker(tmp_path), has_marker(tmp_path)) == (marker, True)
    assert [path.name for path in tmp_path.iterdir()] == [MARKER_FILE]
    assert stat.S_IMODE((tmp_path / MARKER_FILE).stat().st_mode) == 0o600


def test_a_copy_of_the_folder_has_no_marker(tmp_path: Path):
    (tmp_path / "data").mkdir()
    write_marker(tmp_path / "data", MARKER)
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    assert read_marker(tmp_path / "copy") is None
    (tmp_path / "data").rename(tmp_path / "moved")
    assert read_marker(tmp_path / "moved") == MARKER


def test_a_marker_that_is_copied_over_its_successor_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("time.time", lambda: (tmp_path.stat().st_mtime) - 2 * WRITTEN_WITHIN_S)  # written long ago
    write_marker(tmp_path, MARKER)
    assert read_marker(tmp_path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', '{"format": 1, "inode": 0}'])
def test_what_is_no_marker_counts_for_nothing(tmp_path: Path, content: str):
    (tmp_path / MARKER_FILE).write_text(content, encoding="ascii")
    assert read_marker(tmp_path) is None
