import gettext
import os
from pathlib import Path

import pytest

from chatserver.assets.translations import compile_translations, find_faults

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'


@pytest.fixture
def bengali(tmp_path: Path) -> Path:
    source = tmp_path / "bn" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(HEAD + 'msgid "Ward"\nmsgstr "ওয়ার্ড"\n', encoding="utf-8")
    return source


def test_a_translation_is_compiled_and_can_be_read(bengali: Path, tmp_path: Path):
    assert compile_translations(tmp_path) == [bengali.with_suffix(".mo")]
    with bengali.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Ward") == "ওয়ার্ড"
    assert sorted(path.name for path in bengali.parent.iterdir()) == ["django.mo", "django.po"]


def test_only_what_has_changed_is_compiled_again(bengali: Path, tmp_path: Path):
    compile_translations(tmp_path)
    assert compile_translations(tmp_path) == []
    later = bengali.with_suffix(".mo").stat().st_mtime + 1
    os.utime(bengali, (later, later))
    assert compile_translations(tmp_path) == [bengali.with_suffix(".mo")]


def test_untranslated_and_guessed_entries_are_named(bengali: Path, tmp_path: Path):
    with bengali.open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Queue"\nmsgstr ""\n\n#, fuzzy\nmsgid "Floor"\nmsgstr "তলা"\n')
    assert find_faults(tmp_path) == [
        "bn/LC_MESSAGES/django.po:7: not translated: 'Queue'",
        "bn/LC_MESSAGES/django.po:10: fuzzy: 'Floor'",
    ]
