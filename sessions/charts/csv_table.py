"""A table as a file for spreadsheets, in which no cell is computed; pure."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from itertools import chain
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet would compute a cell that begins with one of these."""


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Every cell is quoted, and none is computed (RISKY begins with an apostrophe there). None is an empty cell."""
    return csv_lines(chain([columns], ([row[column] for column in columns] for row in rows)))


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """Lines of such a table, for one that is written piece by piece."""
    file = StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text
