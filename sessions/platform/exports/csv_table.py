"""A table as a file for spreadsheets, in which no cell is computed; pure."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from itertools import chain
from typing import Any

from sessions.platform.exports.spreadsheet_cell import safe_cell


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Every cell is quoted, and none is computed. None is an empty cell."""
    return csv_lines(chain([columns], ([row[column] for column in columns] for row in rows)))


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """Lines of such a table, for one that is written piece by piece."""
    file = StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: object) -> object:
    """A number stays one, also below zero."""
    if value is None or isinstance(value, (int, float)):
        return "" if value is None else value
    return safe_cell(str(value))
