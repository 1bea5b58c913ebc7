"""Checks one row of the table, and says everything that is wrong with it at once; pure but for the city's zone."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sessions.city.places.point import DEGREE_DECIMALS
from sessions.contract.limits import MAX_AGENCY_GRAPHEMES, MAX_BROUGHT_GRAPHEMES, MAX_LANDMARK_GRAPHEMES
from sessions.matters.matter_numbers import matter_number, read_matter_number
from sessions.models import SHOWN_STATES, MatterKind, MatterState
from sessions.platform.clock.city_zone import city_zone
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import NO_WORDS, CleanText, clean_optional_line, clean_text

LONGEST_ID = 200
OF_ONE_KIND = {
    MatterKind.COMPLAINT: set(SHOWN_STATES)
    - {MatterState.UNDER_REVIEW, MatterState.ACCEPTED, MatterState.NOT_ACCEPTED, MatterState.DONE},
    MatterKind.SUGGESTION: {
        MatterState.OPEN,
        MatterState.UNDER_REVIEW,
        MatterState.ACCEPTED,
        MatterState.NOT_ACCEPTED,
        MatterState.DONE,
    },
}


class BadCell(ValueError):
    """What is wrong with one cell."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What rows may name: numbers of wards, slugs of categories, codes of languages. now: nothing is later."""

    wards: Collection[int]
    categories: Collection[str]
    languages: Collection[str]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    line: int
    external_id: str
    number: str
    ward: int
    kind: str
    category: str
    state: str
    text: CleanText
    language: str
    landmark: CleanText
    lat: Decimal | None
    lon: Decimal | None
    is_place_hidden: bool
    lodged_at: datetime
    published: bool
    published_at: datetime | None
    changed_at: datetime | None
    ended_at: datetime | None
    due_on: date | None
    agency: str
    external_number: str


@dataclass(slots=True)
class RowReader:
    """Reads cells, and gathers what is wrong with them."""

    cells: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def read[Value](self, name: str, read: Callable[[str], Value], otherwise: Value) -> Value:
        """Read one cell. otherwise: of an empty cell, or of one that is wrong."""
        written = self.cells.get(name, "").strip()
        if not written:
            return otherwise
        try:
            return read(written)
        except BadCell as problem:
            self.problems.append(f"{name}: {problem}")
        except Refused as refusal:
            self.problems.append(f"{name}: {refusal.message}")
        return otherwise

    def require(self, *names: str) -> None:
        self.problems += [f"{name}: is empty" for name in names if not self.cells.get(name, "").strip()]


def check_row(line: int, cells: Mapping[str, str], known: KnownNames) -> CheckedRow | list[str]:
    """The row, or everything that is wrong with it."""
    row = RowReader(cells)
    row.require("external_id", "ward", "category", "text", "lodged_at")

    def moment(written: str) -> datetime:
        return read_cell_moment(written, known.now)

    kind = row.read("kind", lambda written: _one_of(written, MatterKind.values), MatterKind.COMPLAINT.value)
    ward = row.read("ward", lambda written: _ward(written, known.wards), 0)
    checked = CheckedRow(
        line=line,
        external_id=row.read("external_id", _identifier, ""),
        number=row.read("number", lambda written: _number(written, ward), ""),
        ward=ward,
        kind=kind,
        category=row.read("category", lambda written: _one_of(written, known.categories), ""),
        state=row.read("state", lambda written: _one_of(written, sorted(OF_ONE_KIND[MatterKind(kind)])), "open"),
        text=row.read("text", lambda written: clean_text(written, max_graphemes=MAX_BROUGHT_GRAPHEMES), NO_WORDS),
        language=row.read("language", lambda written: _one_of(written, known.languages), ""),
        landmark=row.read("landmark", _line(MAX_LANDMARK_GRAPHEMES), NO_WORDS),
        lat=row.read("lat", lambda written: _degrees(written, 90), None),
        lon=row.read("lon", lambda written: _degrees(written, 180), None),
        is_place_hidden=row.read("is_place_hidden", _yes_or_no, False),
        lodged_at=row.read("lodged_at", moment, known.now),
        published=row.read("published", _yes_or_no, False),
        published_at=row.read("published_at", moment, None),
        changed_at=row.read("changed_at", moment, None),
        ended_at=row.read("ended_at", moment, None),
        due_on=row.read("due_on", _day, None),
        agency=row.read("agency", _line(MAX_AGENCY_GRAPHEMES), NO_WORDS),
        external_number=row.read("external_number", _line(MAX_AGENCY_GRAPHEMES), NO_WORDS),
    )
    row.problems += _against_each_other(checked, cells)
    return row.problems or checked


def _against_each_other(row: CheckedRow, cells: Mapping[str, str]) -> list[str]:
    problems = []
    if bool(cells.get("lat", "").strip()) != bool(cells.get("lon", "").strip()):
        problems.append("lat, lon: one without the other")
    if row.published_at is not None and row.published_at < row.lodged_at:
        problems.append("published_at: before lodged_at")
    if row.ended_at is not None and row.ended_at < row.lodged_at:
        problems.append("ended_at: before lodged_at")
    return problems


def read_cell_moment(written: str, now: datetime) -> datetime:
    """A day is its beginning. What has no zone is meant in the city's."""
    try:
        at = datetime.fromisoformat(written)
        at = at if at.tzinfo is not None else at.replace(tzinfo=city_zone())
        is_later = at > now
        at.astimezone(city_zone())
    except (ValueError, OverflowError):
        raise BadCell("not a moment, such as 2027-01-31T09:00:00+05:30 or 2027-01-31") from None
    if is_later or at.year < 1900:
        raise BadCell("lies in the future" if is_later else "lies too far back")
    return at


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadCell("not a day, such as 2027-01-31") from None


def _identifier(written: str) -> str:
    if len(written) > LONGEST_ID or not written.isprintable():
        raise BadCell(f"more than {LONGEST_ID} characters, or invisible ones")
    return written


def _number(written: str, ward: int) -> str:
    number = read_matter_number(written)
    if number is None:
        raise BadCell("not a number, such as 95-2027-0143")
    of_ward, year, serial = map(int, number.split("-"))
    if of_ward != ward or not 1900 <= year <= 9999 or not 1 <= serial <= 9_999_999:
        raise BadCell(f"does not belong to ward {ward}")
    return matter_number(of_ward, year, serial)


def _ward(written: str, wards: Collection[int]) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= 4 and int(written) in wards):
        raise BadCell("there is no such ward")
    return int(written)


def _one_of(written: str, words: Collection[str]) -> str:
    if written not in words:
        raise BadCell(f"is none of {', '.join(words)}")
    return written


def _yes_or_no(written: str) -> bool:
    if written.lower() not in {"yes", "no"}:
        raise BadCell("is yes or no")
    return written.lower() == "yes"


def _degrees(written: str, most: int) -> Decimal:
    try:
        degrees = Decimal(written) if len(written) <= 40 else None
    except InvalidOperation:
        degrees = None
    if degrees is None or not degrees.is_finite() or abs(degrees) > most:
        raise BadCell(f"not degrees between -{most} and {most}")
    return Decimal(f"{float(degrees):.{DEGREE_DECIMALS}f}")


def _line(max_graphemes: int) -> Callable[[str], CleanText]:
    return lambda written: clean_optional_line(written, max_graphemes=max_graphemes)
