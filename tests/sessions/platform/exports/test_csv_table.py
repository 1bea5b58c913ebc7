"""A table for spreadsheets: every cell is quoted, and none is computed."""

import csv
from io import StringIO
from typing import Any

import pytest

from sessions.platform.exports.csv_table import csv_lines, csv_table


@pytest.mark.row("threat", 48)
def test_no_cell_is_computed() -> None:
    table = csv_table(("a", "b", "c"), [{"a": "\u200b=1+1", "b": None, "c": -1}])
    assert list(csv.reader(StringIO(table, newline=""))) == [["a", "b", "c"], ["'\u200b=1+1", "", "-1"]]


def test_every_cell_is_quoted() -> None:
    assert csv_table(("n",), [{"n": 3}]) == '"n"\r\n"3"\r\n'


def test_a_table_in_pieces_is_the_same_table() -> None:
    rows: list[dict[str, Any]] = [{"a": "=1", "b": None}, {"a": "x", "b": 2}]
    pieces = [["a", "b"], *([row["a"], row["b"]] for row in rows)]
    assert "".join(csv_lines([piece]) for piece in pieces) == csv_table(("a", "b"), rows)
