"""A whole file: checked to its end before anything is entered, then entered in short transactions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from sessions.matters.importing.checking import CheckedRow, KnownNames, check_row
from sessions.matters.importing.entering import Places, enter_rows
from sessions.matters.importing.rows import BadFile, TableRow, read_table_rows
from sessions.models import Category, ImportedMatter, Matter, Ward

TOGETHER = 200
"""Rows in one transaction: others wait for it for less than half a second."""


@dataclass(slots=True)
class Checked:
    """What the file holds. skipped: rows that are here already; changed_lines: those of them that say something else in
    the file. problems: with the line of each."""

    rows: int = 0
    skipped: int = 0
    public: int = 0
    changed_lines: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class ImportRun:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._places = Places(
            {ward.number: ward for ward in Ward.objects.all()},
            {category.slug: category for category in Category.objects.all()},
        )
        languages = [code for code, _name in settings.LANGUAGES]
        self._known = KnownNames(
            list(self._places.wards), sorted(self._places.categories), sorted(languages), timezone.now()
        )

    def check(self, passed: Callable[[int], object] = int) -> Checked:
        """Read all of it, and enter nothing. passed: is told how many rows have been looked at since the last time.

        Raises BadFile, and OSError.
        """
        checked = Checked()
        seen: dict[str, int] = {}
        numbers: dict[str, int] = {}
        for rows in _groups(read_table_rows(self._path)):
            here = _imported_earlier(rows)
            taken = _taken_numbers(rows)
            for row in rows:
                checked.rows += 1
                known = here.get(row.cells.get("external_id", "").strip())
                checked.skipped += known is not None
                read = self._check_one(row, checked, seen, numbers, set() if known is not None else taken)
                if known is not None and read is not None and known.says_otherwise(read):
                    checked.changed_lines.append(row.line)
            passed(len(rows))
        if 0 < len(numbers) < checked.rows and not checked.problems:
            checked.problems.append("number: either all rows keep theirs, or none does")
        return checked

    def enter(self, *, publish: bool) -> Iterator[int]:
        """Enter the rows that are not here yet; yields after each transaction how many rows have been handled.

        Raises BadFile where somebody has taken a number of the file in the meantime, or has changed the file.
        """
        for rows in _groups(read_table_rows(self._path)):
            try:
                self._enter_together(rows, publish=publish)
            except IntegrityError:
                first = rows[0].line
                raise BadFile(
                    f"From line {first} on: a number or an external_id was taken meanwhile. What came before is here."
                ) from None
            yield len(rows)

    @transaction.atomic
    def _enter_together(self, rows: list[TableRow], *, publish: bool) -> None:
        here = _imported_earlier(rows)
        new = []
        for row in rows:
            checked = check_row(row.line, row.cells, self._known)
            if row.problem or not isinstance(checked, CheckedRow):
                raise BadFile(
                    f"From line {rows[0].line} on: the file was changed after it was checked. What came before is "
                    "here. Start it again, and it goes on."
                )
            if checked.external_id not in here:
                new.append(checked)
        enter_rows(new, self._places, publish=publish)

    def _check_one(
        self, row: TableRow, checked: Checked, seen: dict[str, int], numbers: dict[str, int], taken: set[str]
    ) -> CheckedRow | None:
        """The row, where it can be read."""
        read = [row.problem] if row.problem else check_row(row.line, row.cells, self._known)
        if isinstance(read, CheckedRow):
            checked.public += read.published
            problems = _again("external_id", read.external_id, seen, row.line)
            problems += _again("number", read.number, numbers, row.line) if read.number else []
            if read.number in taken:
                problems.append(f"number: {read.number} is taken here")
        else:
            problems = read
        checked.problems += [f"line {row.line}: {problem}" for problem in problems]
        return read if isinstance(read, CheckedRow) else None


def _again(name: str, value: str, seen: dict[str, int], line: int) -> list[str]:
    before = seen.setdefault(value, line)
    return [] if before == line else [f"{name}: {value} stands in line {before}, too"]


def _groups(rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
    left = iter(rows)
    while group := list(islice(left, TOGETHER)):
        yield group


class ImportedEarlier(NamedTuple):
    """What is here of a row. text: blank once its words were removed."""

    text: str
    ward: int
    kind: str

    def says_otherwise(self, row: CheckedRow) -> bool:
        """What is done about it goes on here; its words, ward and kind stay those with which it came."""
        return bool(self.text) and self != (row.text, row.ward, row.kind)


def _imported_earlier(rows: list[TableRow]) -> dict[str, ImportedEarlier]:
    """The rows that were imported before, by their external_ids."""
    found = ImportedMatter.objects.filter(external_id__in=_cells(rows, "external_id"))
    facts = found.values_list("external_id", "matter__text", "matter__ward__number", "matter__kind")
    return {external_id: ImportedEarlier(text, ward, kind) for external_id, text, ward, kind in facts}


def _taken_numbers(rows: list[TableRow]) -> set[str]:
    return set(Matter.objects.filter(number__in=_cells(rows, "number")).values_list("number", flat=True))


def _cells(rows: list[TableRow], name: str) -> list[str]:
    """The cells of this column that the database can hold: neither blank nor with unprintable characters."""
    cells = [row.cells.get(name, "").strip() for row in rows]
    return [cell for cell in cells if cell and cell.isprintable()]
