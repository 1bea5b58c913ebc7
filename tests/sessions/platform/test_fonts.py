"""The characters of a font are read from its own table."""

from pathlib import Path

import pytest

from sessions.platform.fonts import characters_of, find_font_folders
from sessions.record.forms.pdf.render_process import covered_by


def test_the_fonts_of_the_extra_have_the_letters_of_all_four_scripts() -> None:
    folders = find_font_folders()
    assert len(folders) == 3
    covered = covered_by(folders)
    for text in ("ওয়ার্ড৯৫ক্ষ্ৎ", "क्षेत्रश्री९५", "ٹھیکڈاکٹرڑےہںؤ۔؟،۱۲۳", "Ward 95 – “q” ₹ é", "\ufffd"):
        assert [char for char in text if ord(char) not in covered] == []
    assert ord("漢") not in covered
    assert 0x1F600 not in covered


def test_another_file_is_no_font(tmp_path: Path) -> None:
    for content in (b"", b"no font at all", b"\0" * 100):
        (tmp_path / "x.ttf").write_bytes(content)
        with pytest.raises(ValueError, match=r"no font|no table"):
            characters_of(tmp_path / "x.ttf")
