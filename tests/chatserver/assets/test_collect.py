import os
from pathlib import Path

import pytest
from pytest_django import Settings

from chatserver.assets import collect


@pytest.fixture
def sources(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "page.css").write_text("a { top: 0 }", encoding="utf-8")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [folder]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "chatserver.assets.static_storage.JoinedStaticFilesStorage"}
    }
    return folder


def collected_at(settings: Settings) -> int:
    collect.collect_static_files()
    return Path(settings.STATIC_ROOT / collect.OUTCOME).stat().st_mtime_ns


def test_what_is_collected_is_collected_once(sources: Path, settings: Settings):
    assert collected_at(settings) == collected_at(settings)


def test_a_file_that_is_written_again_is_collected_again(sources: Path, settings: Settings):
    collected_at(settings)
    write_later(sources / "page.css", "a { top: 1px }")
    collected_at(settings)
    assert [path.read_text(encoding="utf-8") for path in settings.STATIC_ROOT.glob("page.css")] == ["a { top: 1px }"]


def write_later(path: Path, text: str) -> None:
    """Write later, like somebody does it a while after: collectstatic itself looks at whole seconds."""
    path.write_text(text, encoding="utf-8")
    now = path.stat().st_mtime
    os.utime(path, (now + 2, now + 2))


def test_a_file_more_is_collected(sources: Path, settings: Settings):
    collected_at(settings)
    (sources / "print.css").write_text("b { top: 0 }", encoding="utf-8")
    collected_at(settings)
    assert (settings.STATIC_ROOT / "print.css").exists()


def test_an_interrupted_collection_starts_over(sources: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    before = collected_at(settings)
    (sources / "page.css").write_text("a { top: 1px }", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(collect, "call_command", die)
        with pytest.raises(KeyboardInterrupt):
            collect.collect_static_files()
    (sources / "page.css").write_text("a { top: 0 }", encoding="utf-8")
    assert collected_at(settings) > before


def die(*_arguments: object, **_options: object) -> None:
    raise KeyboardInterrupt


def test_a_folder_that_was_thrown_away_is_made_again(sources: Path, settings: Settings):
    collected_at(settings)
    (settings.STATIC_ROOT / collect.OUTCOME).unlink()
    collected_at(settings)
