import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from chatserver.database.lock import LOCK_FILE, AlreadyServed, hold_folder


def test_a_folder_is_held_by_one_and_free_again_after_that(tmp_path: Path):
    for _time in range(2):
        with hold_folder(tmp_path):
            with (
                pytest.raises(AlreadyServed, match=rf"is in use by process {os.getpid()}, since 2"),
                hold_folder(tmp_path),
            ):
                pass
            assert stat.S_IMODE((tmp_path / LOCK_FILE).stat().st_mode) == 0o600


def test_a_process_that_was_killed_holds_nothing(tmp_path: Path):
    script = "import sys, pathlib; from chatserver.database.lock import hold_folder\n"
    script += f"with hold_folder(pathlib.Path({str(tmp_path)!r})): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyServed, match=f"process {holder.pid}"), hold_folder(tmp_path):
            pass
        holder.kill()
    with hold_folder(tmp_path):
        pass
