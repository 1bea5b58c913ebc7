"""The README's pictures, taken anew by the command: all of them, as large as they should be, and light."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from chatserver.demo.pictures.shots import SHOTS
from chatserver.management.commands.take_pictures import NEEDS_PLAYWRIGHT
from tests.servers.server import NOT_INHERITED, ROOT

pytestmark = pytest.mark.slow

WITHIN_S = 300
WEIGHS_AT_MOST = 200 * 1024


def take_pictures(into: Path, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "take_pictures", "--into", str(into)],
        cwd=ROOT,
        env={**environment_of_an_operator(), "DATA_DIR": str(data), **environment},
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )


@pytest.mark.browser
@pytest.mark.takes(60)
@pytest.mark.with_all
def test_every_picture_is_taken_from_a_demo_of_its_own(tmp_path: Path) -> None:
    taken = take_pictures(tmp_path / "pictures", tmp_path / "data")
    assert taken.returncode == 0, taken.stderr
    files = {file.stem: file for file in (tmp_path / "pictures").iterdir()}
    assert {name: size_of(file) for name, file in files.items()} == {shot.name: shot.size for shot in SHOTS}
    assert [name for name, file in files.items() if file.stat().st_size > WEIGHS_AT_MOST] == []


@pytest.mark.long
def test_what_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    absent = tmp_path / "absent" / "playwright"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text('raise ImportError("not installed")\n')
    refused = take_pictures(tmp_path / "pictures", tmp_path / "data", PYTHONPATH=str(absent.parent))
    assert (refused.returncode, refused.stderr) == (1, f"CommandError: {NEEDS_PLAYWRIGHT}\n")
    assert not (tmp_path / "pictures").exists()


def environment_of_an_operator() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return inherited | {"DJANGO_SETTINGS_MODULE": "chatserver.settings"}


def size_of(png: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    return width, height
