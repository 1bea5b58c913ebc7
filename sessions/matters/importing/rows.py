"""Reads the rows of the table from a file, one by one, with the line of each; pure."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from sessions.matters.importing.columns import IMPORTED_COLUMNS, REQUIRED_COLUMNS, from_cell

LARGEST_FILE = 256 * 1024**2

LONGEST_CELL = 65_536
"""Characters; the words of a complaint are far shorter. A limit of our own, because that of the csv module is one for
the whole process."""


class BadFile(ValueError):
    """The file is no such table at all. The message is for the person who has it."""


class TableRow(NamedTuple):
    """One row of the table. line: of the file, where the row begins. problem: why it cannot be read, else blank."""

    line: int
    cells: dict[str, str]
    problem: str = ""


def read_table_rows(path: Path) -> Iterator[TableRow]:
    """Raises BadFile, and OSError."""
    if path.stat().st_size > LARGEST_FILE:
        raise BadFile(f"It is larger than {LARGEST_FILE // 1024**2} MiB. Split it into several files.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from _rows(file)
        except UnicodeDecodeError:
            raise BadFile("It is not in UTF-8. Save it as “CSV UTF-8”, or convert it: iconv -t UTF-8") from None
        except csv.Error as error:
            raise BadFile(f"It cannot be read as CSV: {error}") from None


def _rows(file: TextIO) -> Iterator[TableRow]:
    lines = csv.reader(file, strict=True)
    header = [name.strip() for name in next(lines, [])]
    _require_header(header)
    line = lines.line_num + 1
    for cells in lines:
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise BadFile(f"Line {line}: a cell is longer than {LONGEST_CELL} characters.")
        if any(cell.strip() for cell in cells):
            problem = "" if len(cells) == len(header) else f"{len(cells)} cells instead of {len(header)}"
            yield TableRow(line, dict(zip(header, map(from_cell, cells), strict=False)), problem)
        line = lines.line_num + 1


def _require_header(header: list[str]) -> None:
    missing = [name for name in REQUIRED_COLUMNS if name not in header]
    if missing:
        raise BadFile(f"Its first line lacks the columns {', '.join(missing)} (separated by commas).")
    unknown = [name for name in header if name not in IMPORTED_COLUMNS]
    if unknown:
        raise BadFile(
            f"Its first line has unknown columns: {', '.join(unknown)[:200]}. There are {', '.join(IMPORTED_COLUMNS)}."
        )
    if len(set(header)) < len(header):
        raise BadFile("Its first line has a column twice.")
