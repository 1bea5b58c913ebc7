"""Writes what is public as a table of the same form, from which it can be entered elsewhere."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO

from django.db.models import Q

from sessions.matters.importing.columns import IMPORTED_COLUMNS, to_cell
from sessions.matters.publishing import public_text
from sessions.models import Matter, Ward
from sessions.platform.clock.city_zone import city_zone
from sessions.platform.text.by_language import language_codes

PAGE = 500


def write_table(ward: Ward | None = None) -> Iterator[str]:
    """Piece by piece, by ward, year and serial; the header first. Only what everybody may read."""
    yield _lines([IMPORTED_COLUMNS])
    for page in _pages(ward):
        yield _lines([[to_cell(_cells(matter)[name]) for name in IMPORTED_COLUMNS] for matter in page])


def _pages(ward: Ward | None) -> Iterator[list[Matter]]:
    rows = Matter.objects.shown().filter(published_at__isnull=False).select_related("ward", "category", "imported")
    rows = (rows.filter(ward=ward) if ward else rows).order_by("ward__number", "year", "serial")
    after = Q()
    while page := list(rows.filter(after)[:PAGE]):
        yield page
        last = page[-1]
        same_ward = Q(ward__number=last.ward.number)
        after = (
            Q(ward__number__gt=last.ward.number)
            | (same_ward & Q(year__gt=last.year))
            | (same_ward & Q(year=last.year, serial__gt=last.serial))
        )


def _cells(matter: Matter) -> dict[str, str]:
    lat, lon = (None, None) if matter.is_landmark_only or matter.is_place_hidden else (matter.lat, matter.lon)
    return {
        "external_id": matter.imported.external_id if hasattr(matter, "imported") else matter.number,
        "number": matter.number,
        "ward": str(matter.ward.number),
        "kind": matter.kind,
        "category": matter.category.slug,
        "state": matter.state,
        "text": public_text(matter),
        "language": matter.language if matter.language in language_codes() else "",
        "landmark": matter.public_landmark,
        "lat": _degrees(lat),
        "lon": _degrees(lon),
        "is_place_hidden": "yes" if matter.is_landmark_only else "no",
        "lodged_at": _moment(matter.lodged_at),
        "published": "yes",
        "published_at": _moment(matter.published_at),
        "changed_at": _moment(matter.changed_at),
        "ended_at": _moment(matter.ended_at),
        "due_on": matter.due_on.isoformat() if matter.due_on else "",
        "agency": matter.agency,
        "external_number": matter.external_number,
    }


def _degrees(degrees: Decimal | None) -> str:
    return f"{degrees:.4f}" if degrees is not None else ""


def _moment(at: datetime | None) -> str:
    """Write a moment to the microsecond, in the city's zone: what is read again is the same moment."""
    return at.astimezone(city_zone()).isoformat() if at is not None else ""


def _lines(rows: Iterable[Sequence[str]]) -> str:
    file = StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return file.getvalue()
