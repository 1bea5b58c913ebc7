"""The pictures in the README and in the pages beside it exist, and take_pictures takes each of them."""

import re

from chatserver.demo.pictures.shots import SHOTS
from tests.servers.server import ROOT


def test_pages_name_only_pictures_that_there_are() -> None:
    pages = [ROOT / "README.md", *(ROOT / "chatserver/docs").glob("*.md")]
    named = [
        page.parent / path
        for page in pages
        for path in re.findall(r"\]\(([^)]*\.pictures/[^)]+)\)", page.read_text(encoding="utf-8"))
    ]
    assert len(named) >= 5
    assert [path for path in named if not path.exists()] == []


def test_every_picture_is_one_that_the_command_takes() -> None:
    there = {path.name for path in (ROOT / ".pictures").iterdir()}
    assert there == {f"{shot.name}.png" for shot in SHOTS}
