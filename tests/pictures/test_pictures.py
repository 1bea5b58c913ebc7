"""The pictures in the README and in the pages beside it: they exist, and can be taken anew, all of them, and light."""

import re
import struct
from pathlib import Path

import pytest

from tests.pictures.shots import SHOTS
from tests.pictures.taking import take_pictures
from tests.servers.server import ROOT

WEIGHS_AT_MOST = 200 * 1024


def test_pages_name_only_pictures_that_there_are() -> None:
    pages = [ROOT / "README.md", *(ROOT / "chatserver/docs").glob("*.md")]
    named = [
        page.parent / path
        for page in pages
        for path in re.findall(r"\]\(([^)]*\.pictures/[^)]+)\)", page.read_text(encoding="utf-8"))
    ]
    assert len(named) >= 5
    assert [path for path in named if not path.exists()] == []


def test_every_picture_is_one_that_is_taken() -> None:
    there = {path.name for path in (ROOT / ".pictures").iterdir()}
    assert there == {f"{shot.name}.png" for shot in SHOTS}


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.takes(60)
@pytest.mark.with_all
def test_every_picture_is_taken_from_a_demo_of_its_own(tmp_path: Path) -> None:
    take_pictures(tmp_path)
    files = {file.stem: file for file in tmp_path.iterdir()}
    assert {name: size_of(file) for name, file in files.items()} == {shot.name: shot.size for shot in SHOTS}
    assert [name for name, file in files.items() if file.stat().st_size > WEIGHS_AT_MOST] == []


def size_of(png: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    return width, height
