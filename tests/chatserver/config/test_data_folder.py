import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.config.data_folder import NOTICE_NAME, close_to_others, leave_notice, make_data_folder


def test_a_new_folder_is_its_owner_s_alone(tmp_path: Path):
    folder = make_data_folder(tmp_path / "city" / "data")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not close_to_others(folder)


def test_a_folder_that_is_open_is_closed_with_what_is_in_it(tmp_path: Path):
    tmp_path.chmod(0o755)
    (tmp_path / "secret_key").touch(0o644)
    assert close_to_others(tmp_path)
    assert not close_to_others(tmp_path)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path, tmp_path / "secret_key")] == [0o700, 0o600]


def test_what_is_no_folder_is_refused_in_one_line(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match=r"cannot be made: (Not a directory|File exists)\.$"):
        make_data_folder(tmp_path / "file")


def test_a_notice_in_it_says_that_a_copy_is_no_backup(tmp_path: Path):
    leave_notice(tmp_path)
    assert "db.sqlite3 alone is no backup" in (tmp_path / NOTICE_NAME).read_text(encoding="ascii")
    (tmp_path / NOTICE_NAME).write_text("ours", encoding="ascii")
    leave_notice(tmp_path)
    assert (tmp_path / NOTICE_NAME).read_text(encoding="ascii") == "ours"
