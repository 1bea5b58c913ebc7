"""The table as files bring it: encodings, quoting, lines, formulas."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.matters.importing.columns import from_cell, to_cell
from sessions.matters.importing.rows import LARGEST_FILE, BadFile, read_table_rows

HEADER = "external_id,ward,category,text,lodged_at\n"


def write(folder: Path, content: bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_are_read_with_the_line_on_which_they_begin(tmp_path: Path, mark: bytes, end: str) -> None:
    text = 'a,95,drains,"two\nlines, and ""words""",2027-01-01\n\nb,95,drains,নালা,2027-01-02,more\n'
    rows = list(read_table_rows(write(tmp_path, mark + (HEADER + text).replace("\n", end).encode())))
    assert [(row.line, row.cells["external_id"]) for row in rows] == [(2, "a"), (5, "b")]
    assert rows[0].cells["text"].replace("\r", "") == 'two\nlines, and "words"'
    assert (rows[1].cells["text"], rows[1].problem) == ("নালা", "6 cells instead of 5")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"external_id;ward;category;text;lodged_at\n",
        HEADER.encode() + b"a,95,drains,Caf\xe9,2027-01-01\n",
        (HEADER + "a,95,drains,x,2027-01-01\n").encode("utf-16"),
        HEADER.encode() + b'a,95,drains,"never ends\n',
        HEADER.encode() + b"a,95,drains," + b"x" * 200_000 + b",2027-01-01\n",
        HEADER.replace("text", "text,colour").encode(),
        HEADER.replace("text", "text,text").encode(),
    ],
)
def test_a_file_that_is_no_such_table_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadFile):
        list(read_table_rows(write(tmp_path, content)))


def test_a_file_that_is_too_large_is_told_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(BadFile, match="larger than 256 MiB"):
        list(read_table_rows(huge))


@pytest.mark.parametrize(
    ("text", "cell"), [("=1+2", "'=1+2"), ("'=1", "''=1"), ("''-1", "'''-1"), ("'quoted'", "'quoted'"), ("a", "a")]
)
def test_a_formula_becomes_text_and_is_the_same_text_again(text: str, cell: str) -> None:
    assert to_cell(text) == cell
    assert from_cell(cell) == text


@given(st.text("'=+-@ a", max_size=6))
def test_every_text_comes_back_from_its_cell(text: str) -> None:
    assert from_cell(to_cell(text)) == text
