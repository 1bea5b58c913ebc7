"""A table as a file for spreadsheets, in which no cell is computed; pure."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would compute a cell that begins with one of these."""


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Every cell is quoted, and none is computed (RISKY begins with an apostrophe there). None is an empty cell."""
    file = StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return file.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text
